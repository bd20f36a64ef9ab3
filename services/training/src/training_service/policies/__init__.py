"""What training decides: pure functions over facts and dated rule rows."""

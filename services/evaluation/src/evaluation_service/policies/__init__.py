"""What the service decides: pure functions and dated rule rows."""

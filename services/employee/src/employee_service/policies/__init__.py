"""What the employee service decides: pure functions over dated rule rows that name their source."""

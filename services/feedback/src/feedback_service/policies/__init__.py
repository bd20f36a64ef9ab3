"""What the feedback service decides: pure functions and dated rule data."""

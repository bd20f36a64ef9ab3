"""What the service decides: pure functions of facts and a dated rule."""

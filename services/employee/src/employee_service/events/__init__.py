"""What the employee service publishes."""

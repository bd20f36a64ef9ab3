"""Stand-in for the employee service."""

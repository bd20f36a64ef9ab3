"""Stand-in for the training service."""

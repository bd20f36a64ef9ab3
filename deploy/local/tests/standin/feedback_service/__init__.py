"""Stand-in for the feedback service."""

"""Stand-in for the evaluation service."""

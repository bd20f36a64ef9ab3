"""Facts that the feedback service publishes, and facts of others that it listens to."""

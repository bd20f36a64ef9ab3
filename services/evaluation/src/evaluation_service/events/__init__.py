"""Facts that the evaluation service publishes, and facts of others that it listens to."""

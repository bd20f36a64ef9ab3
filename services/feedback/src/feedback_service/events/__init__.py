"""Facts that the feedback service publishes, as events."""

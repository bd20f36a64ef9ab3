"""What the feedback service does: one verb per file."""

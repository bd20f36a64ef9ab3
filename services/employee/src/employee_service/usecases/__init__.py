"""What the employee service does: a verb per file."""

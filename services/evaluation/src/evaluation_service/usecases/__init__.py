"""What the evaluation service does: a verb a file."""

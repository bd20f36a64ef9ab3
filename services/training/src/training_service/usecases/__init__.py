"""What training does: a verb a file."""

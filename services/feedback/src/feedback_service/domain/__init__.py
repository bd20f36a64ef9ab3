"""What the feedback service knows; standard library only."""

"""Stand-in for the program that drives the loop."""

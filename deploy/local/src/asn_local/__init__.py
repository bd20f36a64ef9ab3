"""Runs the four services on one machine with nothing but Python installed."""

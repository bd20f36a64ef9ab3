"""Drives the closed loop from citizens' answers to raised competency through the public APIs alone."""

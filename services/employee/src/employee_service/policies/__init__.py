"""Decisions by rule of law, pure: the rows come from contracts/regulations and are handed in."""

"""Doors for people: pages of the feedback service."""

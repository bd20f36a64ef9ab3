"""Doors for people: pages of the employee service."""

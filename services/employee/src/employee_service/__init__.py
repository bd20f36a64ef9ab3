"""The employee service: units, positions, civil servants and their competency profile."""

"""Evaluation service: turns evaluations and citizens' satisfaction into training needs and incentives."""

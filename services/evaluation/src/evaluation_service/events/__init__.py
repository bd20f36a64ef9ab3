"""The facts that this service publishes, as events."""

"""The facts that training publishes."""

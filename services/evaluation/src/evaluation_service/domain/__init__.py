"""What the service knows: aggregates, facts and errors, in plain Python."""

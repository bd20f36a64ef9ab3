"""The doors for events of others: a file a source."""

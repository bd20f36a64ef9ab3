"""Others' events in: a file a source."""

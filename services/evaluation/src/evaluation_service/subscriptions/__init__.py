"""Others' events in: a file a source, and one table of them all."""

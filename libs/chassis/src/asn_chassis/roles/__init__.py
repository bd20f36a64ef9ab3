"""What a process can be besides the web: consumer, relay."""

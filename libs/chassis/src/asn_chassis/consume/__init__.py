"""The way in: transports hand out messages, the consumer applies each of them once."""

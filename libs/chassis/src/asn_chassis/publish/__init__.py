"""The way out: the relay publishes the outbox log and the dead letters to Kafka."""

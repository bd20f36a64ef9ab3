"""Sizes that more than one room must agree on, in bytes."""

# What the broker takes as one message; deploy/topics.yaml allows as much.
MAX_MESSAGE_BYTES = 1_048_576
# What is left for the event itself, beside its key, its headers and Kafka's framing.
MAX_EVENT_BYTES = MAX_MESSAGE_BYTES - 16_384

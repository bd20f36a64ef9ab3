"""The Kafka clients as this system uses them: exact settings, and guards for when the library fails."""

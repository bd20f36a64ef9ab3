"""What reach is resolved from: who is whose login, and who serves where from which day on."""

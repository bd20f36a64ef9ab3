"""Facts: the envelope, the published contracts, tolerant readers, and what is done about what happened."""

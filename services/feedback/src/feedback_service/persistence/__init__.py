"""Where the feedback service keeps what it knows: mapping and named queries, no commit."""

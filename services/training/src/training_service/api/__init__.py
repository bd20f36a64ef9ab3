"""HTTP in: a file a resource."""

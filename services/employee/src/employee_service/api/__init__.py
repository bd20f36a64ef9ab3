"""HTTP in: a file per resource, each load, call, dump."""

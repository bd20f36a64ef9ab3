"""The HTTP door of the feedback service: a file per resource."""

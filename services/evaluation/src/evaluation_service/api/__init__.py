"""The HTTP door of the evaluation service: a file per resource."""

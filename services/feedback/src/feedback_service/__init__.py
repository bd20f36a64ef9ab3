"""The feedback service: public services, satisfaction surveys (SKM), answers and published indices."""

"""What runs and watches a process: loops, heartbeats, logs, and places to fail on purpose."""

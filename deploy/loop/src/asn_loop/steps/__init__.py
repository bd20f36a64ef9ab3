"""What the loop does, an area a module; each step can be repeated without doubling anything."""

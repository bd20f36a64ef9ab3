"""What the employee service knows: entities, values and, beside them, errors; kernel and standard library only."""

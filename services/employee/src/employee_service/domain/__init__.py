"""What the employee service knows: entities, values, facts and errors; standard library only."""

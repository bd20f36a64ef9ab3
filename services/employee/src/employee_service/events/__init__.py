"""Events of the employee service: what it tells others and what it hears from them."""

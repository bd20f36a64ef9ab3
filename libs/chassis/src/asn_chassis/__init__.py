"""What every service needs and no civil-service noun in it."""

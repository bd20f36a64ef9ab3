"""What domain and policies of every service share; standard library alone."""

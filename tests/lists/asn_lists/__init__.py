"""Tables of 100,000 rows, for tests of what lists cost."""

"""Tables, mapping and queries of the evaluation database."""

"""Where the evaluation service keeps things: tables, mapping and named queries."""

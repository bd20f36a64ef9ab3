"""Where training keeps it: tables, mapping and named queries; nothing here commits."""

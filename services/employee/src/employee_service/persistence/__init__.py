"""Where the employee service keeps what it knows: tables, mapping, named queries; nothing here commits."""

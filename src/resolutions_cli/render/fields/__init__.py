"""The fields of each kind of row: for tables, JSON, sheets, schema and documentation."""

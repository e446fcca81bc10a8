"""Pages, tables and sheets, and the formats that they are written in."""

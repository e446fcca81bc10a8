"""Every deadline of a dispute: its clocks, its date, where it stands and how it ended."""

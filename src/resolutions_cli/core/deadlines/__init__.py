"""Every deadline of a dispute: its clocks, its date, its status and how it ended."""

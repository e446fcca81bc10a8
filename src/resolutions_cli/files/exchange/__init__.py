"""Exchange with other copies: the gate, bundles, git, spreadsheets."""

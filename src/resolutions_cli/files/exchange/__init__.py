"""What comes from elsewhere and goes there: the gate, bundles, git, spreadsheets."""

"""Bundles, spreadsheets and syncs, from beginning to end."""

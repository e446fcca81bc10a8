"""Bundles, spreadsheets and syncs, each as a whole."""

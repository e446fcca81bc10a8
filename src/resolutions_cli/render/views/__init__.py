"""The view of each command."""

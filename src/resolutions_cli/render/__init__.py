"""Core values to text, tables and JSON; no files, no exit codes."""

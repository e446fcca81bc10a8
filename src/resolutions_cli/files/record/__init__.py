"""Entries in their files: read, written, merged, redacted, sealed."""

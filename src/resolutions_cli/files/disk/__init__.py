"""Bytes on the disk: read within limits, written whole and durably, locked, cached."""

"""Procedure files as their authors work on them: shown, checked, tried out, written."""

"""Counts of a period, with small numbers hidden."""

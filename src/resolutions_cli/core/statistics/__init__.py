"""Counts of a period, with small numbers kept back."""

"""Amounts of time, the days that count, and dates as people type them."""

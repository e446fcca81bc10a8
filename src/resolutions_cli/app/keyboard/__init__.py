"""A person at the keyboard: reading answers, going back, and keeping what was typed."""

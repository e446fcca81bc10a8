"""Values in words, the same everywhere."""

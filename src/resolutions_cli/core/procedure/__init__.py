"""A partnership's published route: its model, and the reading and checking of its file."""

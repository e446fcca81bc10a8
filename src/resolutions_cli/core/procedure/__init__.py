"""A partnership's published route: what it is, and how its file is read and checked."""

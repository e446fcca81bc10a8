"""A timeline, in characters, as SVG and in words."""

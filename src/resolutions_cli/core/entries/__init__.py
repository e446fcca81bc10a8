"""An entry: its kinds of facts, its codes, its reference; nothing about other entries."""

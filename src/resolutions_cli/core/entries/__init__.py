"""An entry: its kinds of facts, its codes, its reference, without regard to other entries."""

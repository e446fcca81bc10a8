"""What the stateful harness types at each step, and what it compares."""

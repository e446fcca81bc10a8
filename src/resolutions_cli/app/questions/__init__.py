"""Questions on a terminal, and checks of answers and options."""

"""What is asked on a terminal, and checked where it was typed."""

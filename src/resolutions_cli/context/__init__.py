"""What a run knows: streams, workspace, clock, what was asked; and how commands use them."""

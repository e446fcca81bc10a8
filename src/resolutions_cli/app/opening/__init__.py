"""A dispute is opened: what is asked, and immediate risk first."""

"""Documents for people elsewhere: case record, pack for a panel, return."""

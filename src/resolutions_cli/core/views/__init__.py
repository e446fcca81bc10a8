"""What people ask of disputes: what to do, what is missing, lists, a timeline, a pack."""

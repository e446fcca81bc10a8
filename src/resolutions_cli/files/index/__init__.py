"""What lists need of each dispute, stored in the cache folder to be fast."""

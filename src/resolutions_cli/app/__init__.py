"""The use cases: what a run knows, what is asked, read, recorded and shown."""

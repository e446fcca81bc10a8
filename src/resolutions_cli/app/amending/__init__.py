"""What puts entries right: correcting, setting aside, undoing."""

"""What `config` refuses."""

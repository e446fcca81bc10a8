"""How fast things are: run by hand, never by the tests. `make bench` runs them all."""

"""How one process answers many at once."""

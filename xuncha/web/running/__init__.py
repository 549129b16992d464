"""How one process answers many at once; knows nothing of what pages show."""

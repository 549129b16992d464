"""How one process answers many at once; knows nothing of what pages show, may import nothing of the web."""

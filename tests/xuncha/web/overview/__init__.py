"""Pages over all platforms: the city, the register, runs."""

"""Evidence as a browser gets it: its own host, the viewer, quotes on pictures, pages replayed."""

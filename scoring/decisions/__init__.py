"""What persons decided, and for which visits it holds; may import the standard, its red lines and how answers are merged."""

"""What stands on a page: its elements, words and pictures; may import crawler's own types alone."""

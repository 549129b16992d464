"""What is on a page: its elements, words and pictures; may import nothing but crawler's own types."""

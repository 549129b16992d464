"""Small parts of which a Site is made; may import nothing of the crawler."""

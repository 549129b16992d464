"""One visit from first page to last; may import every other shelf of the crawler."""

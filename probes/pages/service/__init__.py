"""Ways to a shop's service and functions; may import all other readings of pages, text and schema."""

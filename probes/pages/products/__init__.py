"""Product pages, cards and lists; may import all other readings of pages but service, text and schema."""

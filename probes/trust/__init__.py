"""Rules, governance, reviews and credit: clauses 7.1, 7.2, 7.4 and 6.3-4."""

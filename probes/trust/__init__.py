"""Questions on rules, governance, reviews and credit."""

"""Questions about rules, governance, reviews and credit; may import all but other subjects and run."""

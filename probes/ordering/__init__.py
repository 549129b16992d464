"""Orders and payment: clauses 6.1 and 6.2."""

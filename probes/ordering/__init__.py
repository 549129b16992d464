"""Questions about orders and payment (clauses 6.1 and 6.2); may import all but other subjects and run."""

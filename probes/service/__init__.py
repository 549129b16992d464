"""Questions about after-sales, customer service and delivery (clauses 6.3 to 6.5); may import all but other subjects and run."""

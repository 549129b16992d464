"""After-sales service, customer service and delivery: clauses 6.3 to 6.5."""

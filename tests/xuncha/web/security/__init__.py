"""Who comes in, what each may do, and what nobody may send."""

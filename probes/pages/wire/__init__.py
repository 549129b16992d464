"""What went over the wire for a page and what of it did not come; may import text, schema and the types of probes."""

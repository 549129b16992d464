"""Readings of a page; may import text, schema and the types of probes."""

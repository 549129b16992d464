"""Readings of a page; may import text and the types of probes."""

"""Readings of plain text, and what remembers readings; may import schema and the types of probes."""

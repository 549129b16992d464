"""Readings of plain text; may import nothing of probes but its own and what remembers readings."""

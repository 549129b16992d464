"""Readings of lists, tables and rows that say something together; may import rules, layout, main and text."""

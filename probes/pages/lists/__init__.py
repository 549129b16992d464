"""Readings of lists, tables and rows that say something together; may import rules, main and text."""

"""Sheets that people fill in and what becomes of them; may import audit and all below it."""

"""Registered platforms and their shortfalls, imported, shown and exported; may import sheets, audit and all below it."""

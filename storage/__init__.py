"""Keeping: the only room that knows SQL and disk. It knows every type to its right and judges nothing."""

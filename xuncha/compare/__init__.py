"""Audits side by side and platforms in order; may import audit and all below it."""

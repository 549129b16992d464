"""Keeping: the only room that knows SQL and disk, and judges nothing; may import scoring, probes and crawler."""

"""Scoring: findings and decisions become verdicts for every item, then a score; may import probes and the crawler's types."""

"""Scoring: findings and human decisions become verdicts for every item of the standard, then a score. Pure."""

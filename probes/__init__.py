"""Judging: a frozen Site becomes findings, by no clock, network or disk; may import the crawler alone."""

"""Readings of privacy policies held against lawyers' labels, sentence by sentence."""

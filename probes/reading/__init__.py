"""Readings that several probes share; each is a pure function of a view."""

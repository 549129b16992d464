"""Answers that several probes give alike; may import pages, text, schema and the types of probes."""

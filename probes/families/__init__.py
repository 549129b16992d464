"""Probes without code of their own: one declaration each; may import answers, pages, text and schema."""

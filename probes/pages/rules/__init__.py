"""Policies, rules and help pages: what they state; may import main, layout, text and schema."""

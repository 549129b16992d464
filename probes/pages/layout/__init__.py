"""How a page looks and is used: forms, overlays, prominence, measures; may import text, schema and the types of probes."""

"""A page's main text, title, language, tables and times; may import text, schema and the types of probes."""

"""The terminal: languages, progress, signals, redaction of secrets; may import nothing else of xuncha."""

"""The web archive of a visit: WARC, WACZ and its index; may import the pack's own types."""

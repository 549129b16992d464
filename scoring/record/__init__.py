"""Records of audits as plain data, read back and compared; may import all of scoring but judging and what proves a record."""

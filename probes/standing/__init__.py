"""Innovation, certificates and standards: chapters 8 and 9."""

"""Questions about innovation, certificates and standards (chapters 8 and 9); may import all but other subjects and run."""

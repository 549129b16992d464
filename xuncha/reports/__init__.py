"""Reports of one audit: the machine-readable record and the page made from it."""

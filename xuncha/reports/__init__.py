"""Reports of one audit: the machine-readable record and the page made from it; may import settings, judging and console."""

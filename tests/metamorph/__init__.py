"""Every reading held against what must change its answer and what must not: ``./do metamorph``."""

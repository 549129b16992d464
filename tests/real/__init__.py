"""Audits of real shop programs that nobody here wrote, held against labels by hand and judged finding by finding."""

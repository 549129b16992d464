"""Measures how fast Xuncha looks and judges, beside the raw limit on the same machine in the same run."""

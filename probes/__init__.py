"""Judging: a frozen Site becomes findings. Pure: no clock, no network, no disk."""

"""Judging a Site within limits, in a process of its own; may import nothing else of xuncha."""

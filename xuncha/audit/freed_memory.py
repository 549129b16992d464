"""Give memory that an audit freed back to the system. What its threads free by and by is otherwise kept in pieces too small to be used again."""

from __future__ import annotations

import ctypes
import os

from crawler.limits import AUDIT

# Names and numbers of malloc.h of the GNU C library, mallopt(3).
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8


def return_freed_memory() -> bool:
    """From now on this process keeps no more freed memory than ``limits.toml`` says; false where the system cannot be told so."""
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if tell is None:
        return False
    asked = (
        (_M_ARENA_MAX, AUDIT.heaps),
        (_M_MMAP_THRESHOLD, AUDIT.mapped_bytes),
        (_M_TRIM_THRESHOLD, AUDIT.freed_bytes),
    )
    taken = [tell(what, size) == 1 for what, size in asked]
    return all(taken)

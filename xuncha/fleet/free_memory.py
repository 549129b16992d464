"""Give memory that nothing uses any more back to the system: glibc keeps what it freed, and a process that goes on for weeks looks as if it grew."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from functools import cache


def release_free_memory() -> bool:
    """Collect cycles and have the allocator give back its free pages; False where the system's library cannot (malloc_trim(3))."""
    gc.collect()
    trim = _find_trim()
    if trim is None:
        return False
    trim(0)
    return True


@cache
def _find_trim() -> Callable[[int], int] | None:
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return found

"""What a job has left behind is given back to the system."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from xuncha.fleet.free_memory import release_free_memory

BLOCK, BLOCKS = 60_000, 2_000  # below what malloc maps by itself, so that freed blocks stay with the process


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="this system's library has no malloc_trim")
def test_memory_that_is_free_goes_back_though_something_above_it_is_held() -> None:
    held = [b"x" * BLOCK for _ in range(BLOCKS)]
    kept = held[-1]  # the topmost block: without being told, the allocator keeps all that is freed below it
    full = resident_bytes()
    held.clear()
    assert release_free_memory()
    assert full - resident_bytes() > BLOCK * BLOCKS * 0.8
    assert len(kept) == BLOCK

"""What an audit's threads have freed does not stay with the process."""

import subprocess
import sys

import pytest

from xuncha.audit.freed_memory import return_freed_memory

# Each of several threads frees large pieces while a small one, taken after them, stays: the heap's end is never free.
PROGRAM = """
import os, sys, threading
from crawler.browser.memory import resident_bytes
from xuncha.audit.freed_memory import return_freed_memory

if sys.argv[1] == "told":
    return_freed_memory()
kept = []
def work():
    del (large := [bytearray(b"x" * 20_000_000)])[:]
    pieces = [bytearray(b"x" * 1_500_000) for _ in range(20)]
    kept.append(bytearray(2_000))
    pieces.clear()
before = resident_bytes(os.getpid())
for _ in range(6):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(resident_bytes(os.getpid()) - before)
"""


def measure_left_memory(how: str) -> int:
    ran = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return int(ran.stdout)


@pytest.mark.commands
def test_freed_memory_goes_back_to_the_system() -> None:
    if not return_freed_memory():
        pytest.skip("the C library of this system is told nothing of the kind")
    assert measure_left_memory("told") < 10_000_000 < measure_left_memory("not told")

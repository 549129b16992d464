"""Whose end brings a browser back within its bounds, and that a process of another's is never taken for the browser's."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from crawler.browser.memory import (
    BrowserProcess,
    MainProcess,
    find_excess,
    find_memory_folder,
    list_processes,
    resident_bytes,
)

MAIN, NET, ONE, TWO = (
    BrowserProcess(1, "browser", 200),
    BrowserProcess(2, "utility", 50),
    BrowserProcess(3, "renderer", 90),
    BrowserProcess(4, "renderer", 80),
)


def grown(one: BrowserProcess, rss: int) -> BrowserProcess:
    return BrowserProcess(one.pid, one.kind, rss)


def test_pages_beyond_their_own_bound_are_ended_each() -> None:
    assert find_excess((MAIN, NET, ONE, TWO), 100, 1000) == ()
    assert find_excess((MAIN, NET, grown(ONE, 101), TWO), 100, 1000) == (grown(ONE, 101),)
    both = (grown(ONE, 300), grown(TWO, 200))
    assert find_excess((MAIN, NET, *both), 100, 400) == both


def test_of_all_together_who_holds_most_is_ended_or_all_where_that_is_no_page() -> None:
    page = grown(ONE, 500)
    assert find_excess((MAIN, NET, page, TWO), 1000, 600) == (page,)
    for choking in ((MAIN, grown(NET, 900), ONE, TWO), (grown(MAIN, 900), NET, ONE, TWO), (MAIN, grown(NET, 900))):
        assert find_excess(choking, 1000, 600) == choking
    assert find_excess((), 1000, 0) == ()


def test_a_process_that_came_by_the_number_later_is_none_of_the_browsers() -> None:
    now = MainProcess.of(os.getpid())
    assert [process.pid for process in list_processes(now) or ()][:1] == [os.getpid()]
    assert list_processes(MainProcess(now.pid, now.began + "1")) == ()
    assert list_processes(MainProcess.of(2**22 + 1)) == ()
    assert resident_bytes(os.getpid()) > 1_000_000
    assert resident_bytes(2**22 + 1) == 0


def test_a_folder_in_memory_serves_only_where_it_is_there_and_has_room(tmp_path: Path) -> None:
    assert find_memory_folder(1, tmp_path) == tmp_path
    assert find_memory_folder(2**60, tmp_path) is None  # pages' processes would die in one that fills up
    assert find_memory_folder(1, tmp_path / "none") is None


CHAIN = """import subprocess, sys
kinds = sys.argv[1].split(",")
if len(kinds) > 1: subprocess.Popen([sys.executable, "-c", sys.argv[2], ",".join(kinds[1:]), sys.argv[2], "--type=" + kinds[1]])
sys.stdin.read()"""


@pytest.mark.commands
def test_processes_are_found_by_who_started_them_with_what_each_holds() -> None:
    """The browser starts a zygote, which starts pages' processes."""
    words = [sys.executable, "-c", CHAIN, "browser,zygote,renderer", CHAIN]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as main:
        known, ends, waiting = MainProcess.of(main.pid), time.monotonic() + 60, threading.Event()
        held: list[tuple[str, int]] = []
        # One that has only just begun holds next to nothing yet.
        while [kind for kind, rss in held if rss > 1_000_000] != ["browser", "zygote", "renderer"]:
            assert time.monotonic() < ends, held
            waiting.wait(0.02)
            held = [(process.kind, process.rss) for process in list_processes(known) or ()]
    assert list_processes(known) == ()

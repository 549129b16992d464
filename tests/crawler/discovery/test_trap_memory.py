"""Traps are remembered by the template of their address."""

import pytest

from crawler.discovery.trap_memory import TrapMemory, url_template
from crawler.failure import ENDLESS, LoadFailure
from crawler.vocabulary import GapReason

LOOPS = LoadFailure(GapReason.TRAP, ENDLESS)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("http://a.cn/doc/1", "http://a.cn/doc/27", True),
        ("http://a.cn/i?id=1&b=x", "http://a.cn/i?b=y&id=2", True),
        ("http://a.cn/p/64f0c2aa91be77", "http://a.cn/p/64f0c2aa91be78", True),
        ("http://a.cn/#/item/1?x=2", "http://a.cn/#/item/2", True),
        ("http://a.cn/help", "http://a.cn/about", False),
        ("http://a.cn/#/help", "http://a.cn/#/about", False),
        ("http://a.cn/i?id=1", "http://b.cn/i?id=1", False),
    ],
)
def test_alike_pages_have_one_template(one: str, two: str, alike: bool) -> None:
    assert (url_template(one) == url_template(two)) == alike


def test_only_the_same_trap_twice_is_known() -> None:
    memory = TrapMemory()
    memory.note("http://a.cn/doc/1", LOOPS)
    memory.note("http://a.cn/doc/2", LoadFailure(GapReason.TIMEOUT, "slow"))
    memory.note("http://a.cn/doc/3", LoadFailure(GapReason.TRAP, "more than 20 dialogs"))
    assert memory.known("http://a.cn/doc/4") is None
    memory.note("http://a.cn/doc/5", LOOPS)
    known = memory.known("http://a.cn/doc/6")
    assert known is not None
    assert known.reason is GapReason.TRAP
    assert ENDLESS in known.detail
    assert memory.known("http://a.cn/about") is None
    assert memory.known("") is None


def test_files_are_no_traps_to_be_feared() -> None:
    memory = TrapMemory()
    for number in range(3):
        memory.note(f"http://a.cn/file/{number}", LoadFailure(GapReason.TRAP, "a forced download"))
    assert memory.known("http://a.cn/file/9") is None

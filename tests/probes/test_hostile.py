"""Pages made to hold a check up: its own words, over and over, before long runs of what its patterns repeat. Each is read in time."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from crawler.site import Site
from crawler.vocabulary import LANDED, Role
from probes.finding import Outcome
from probes.probe import Check
from probes.profile import effective_profile
from probes.run import judge_site
from tests.cases.build import element, site, view
from tests.probes.own_words import own_words
from tests.rules import real_checks
from xuncha.judging.judging_settings import JudgingLimits
from xuncha.judging.timed_asker import TimedAsker

CHARACTERS = 200_000
SECONDS = 5.0  # of processor time, for one check
IN_ALL = 60.0  # and for all of them on one site
RUNS = ("7", "a", "（", "）", "(", " ", "\u3000", "\n", "、", "：", "-", "@", "公")
GROUPS = 4  # that several processes may share
ELEMENTS = 400
WITHIN = JudgingLimits(
    check_seconds=SECONDS,
    visit_seconds=3600.0,
    grace_seconds=3600.0,
    memory_mb=0,
    silent_seconds=0.0,
    restarts=0,
    ahead_growth=1,
)


def cut(pieces: Iterable[str], most: int) -> str:
    """The pieces in a row, as many as fit."""
    made: list[str] = []
    for piece in pieces:
        made.append(piece[:most])
        most -= len(made[-1])
        if most <= 0:
            break
    return "".join(made)


def over_and_over(words: tuple[str, ...], between: str) -> Iterator[str]:
    while True:
        for word in words:
            yield word
            yield between


def page(words: tuple[str, ...]) -> str:
    """Of as many characters as ``CHARACTERS``: the words on end in one line, each before a run of each kind, before long runs, in lines."""
    part = CHARACTERS // 4
    share = part // len(RUNS)
    count = max(8, share // len(words))
    runs = (cut((word + run * count for word in words), share) for run in RUNS)
    long = (words[number % len(words)] + run * share for number, run in enumerate(RUNS))
    return "\n".join((
        cut(over_and_over(words, ""), part), cut(runs, part), cut(long, part), cut(over_and_over(words, "\n"), part),
    ))  # fmt: skip


def hostile(words: tuple[str, ...], reads: Iterable[tuple[Role, str]], elements: int = ELEMENTS) -> Site:
    """A Site whose pages all say that, as text and as what one can press."""
    said = page(words)
    lines = [said[start : start + 100] for start in range(0, elements * 100, 100)]
    pressed = [
        element(number, text=line, href=f"/{number}") if number % 2 else element(number, text=line)
        for number, line in enumerate(lines)
    ]
    return site(*(view(role, said, pressed, state=state, title=said[:2000]) for role, state in reads))


def read_by(check: Check) -> dict[tuple[Role, str], None]:
    return dict.fromkeys([(Role.HOME, LANDED), *((need.role, need.state) for need in check.probe.reads)])


def in_groups() -> Iterator[object]:
    for number, check in enumerate(real_checks()):
        yield pytest.param(check, id=check.id, marks=pytest.mark.xdist_group(f"hostile-{number % GROUPS}"))


@pytest.mark.parametrize("check", tuple(in_groups()))
def test_a_page_of_its_own_words_is_read_in_time(check: Check) -> None:
    made = hostile(own_words(check), read_by(check))
    asker = TimedAsker(WITHIN)
    with asker.visit():
        findings = judge_site((check,), made, profile={}, asking=asker)
    assert [finding.answer.values for finding in findings if finding.outcome is Outcome.ERROR] == []
    assert findings


@cache
def every_word() -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for check in real_checks() for word in own_words(check)))


def test_a_whole_site_of_all_words_is_judged_in_time() -> None:
    reads = dict.fromkeys(pair for check in real_checks() for pair in read_by(check))
    made = hostile(every_word(), reads)
    asker = TimedAsker(WITHIN)
    began = time.process_time()
    with asker.visit():
        findings = judge_site(real_checks(), made, profile=effective_profile(made), asking=asker)
    took = time.process_time() - began
    assert [finding.answer.values for finding in findings if finding.outcome is Outcome.ERROR] == []
    assert took < IN_ALL


def test_what_a_pattern_of_two_halves_costs_would_be_seen() -> None:
    """The guard itself: a check whose pattern is tried from every digit does not pass."""
    slow = re.compile(r"\d+元")
    asker = TimedAsker(dataclasses.replace(WITHIN, check_seconds=0.2))
    check = real_checks()[0]
    began = time.process_time()
    with asker.visit():
        asker(check, lambda: slow.search("7" * CHARACTERS) and None)
    assert asker.overran == {check.id}
    assert time.process_time() - began < SECONDS

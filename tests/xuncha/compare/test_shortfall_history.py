"""What opens a shortfall, what proposes to close it, and what says nothing: small histories with what must come of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.standard_tables import Verdict
from storage.remediations import DecidedVerdict, FoundShortfall, Remediation, Said, ShortfallKey
from xuncha.compare.shortfall_history import ItemStanding, classify_verdict, track_shortfalls

START = datetime(2026, 6, 1, tzinfo=UTC)
WORDS = {
    "F": (Verdict.FAIL, False), "f": (Verdict.FAIL, True), "p": (Verdict.PARTIAL, False), "P": (Verdict.PARTIAL, True),
    "w": (Verdict.PASS, False), "n": (Verdict.NOT_APPLICABLE, False), "?": (Verdict.INCONCLUSIVE, False),
    "c": (Verdict.TO_CONFIRM, False), "d": (Verdict.PENDING_DOCUMENT, False),
}  # fmt: skip


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def told(history: str) -> list[DecidedVerdict]:
    """A letter a day; «.» is a day without an audit."""
    return [
        DecidedVerdict(day(at), f"a{at}", "1.1-1", *WORDS[letter]) for at, letter in enumerate(history) if letter != "."
    ]


def row(opened: int, closed: int | None = None, last: int | None = None) -> Remediation:
    found = FoundShortfall("1.1-1", day(opened), day(opened if last is None else last), "then", None)
    said = Said(closed_at=None if closed is None else day(closed) + timedelta(hours=1), reason="改好", person="甲")
    return Remediation(ShortfallKey(1, "1.1-1", day(opened)), found, said, 1)


@pytest.mark.parametrize("letter", WORDS)
def test_only_what_is_known_to_be_wanting_is(letter: str) -> None:
    (one,) = told(letter)
    expected = {
        "F": ItemStanding.WANTING,
        "f": ItemStanding.WANTING,
        "P": ItemStanding.WANTING,
        "w": ItemStanding.WELL,
        "n": ItemStanding.WELL,
    }
    assert classify_verdict(one) is expected.get(letter, ItemStanding.NOTHING)


# (history, rows there are, opened, last seen, found well), days; None where nothing is to be kept
HISTORIES = [
    ("", [], None),
    ("?cdp", [], None),
    ("F", [], (0, 0, None)),
    ("FF?", [], (0, 1, None)),
    ("wF.P", [], (1, 3, None)),
    ("Fw", [], None),  # mended before anybody was shown it
    ("FwF", [], (2, 2, None)),
    ("F?pw", [row(0)], (0, 0, 3)),
    ("Fww", [row(0)], (0, 0, 1)),
    ("FwF", [row(0)], (0, 2, None)),  # not closed, so it is the same one
    ("FwFw", [row(0)], (0, 2, 3)),
    ("Fn", [row(0)], (0, 0, 1)),
    ("F", [row(0, closed=0)], None),
    ("FF", [row(0, closed=0)], (1, 1, None)),  # fails again after closing
    ("FwF", [row(0, closed=1)], (2, 2, None)),
    ("FFw", [row(0, closed=3)], None),
    ("F..F", [row(0, closed=1), row(3)], (3, 3, None)),
    ("w", [row(0)], (0, 0, 0)),  # judged by other rules it never was wanting: what was seen then stays said
]


@pytest.mark.parametrize(("history", "rows", "expected"), HISTORIES)
def test_small_histories(history: str, rows: list[Remediation], expected: tuple[int, int, int | None] | None) -> None:
    found = track_shortfalls(told(history), rows)
    if expected is None:
        assert found == ()
        return
    (one,) = found
    well = expected[2]
    assert (one.opened_at, one.last_seen_at) == (day(expected[0]), day(expected[1]))
    assert one.rechecked_at == (None if well is None else day(well))
    assert one.audit in (f"a{expected[1]}", "then")


@given(st.text("Ffpwn?cdP.", max_size=12), st.randoms())
def test_the_order_of_audits_and_what_was_not_seen_decide_nothing(history: str, random: Random) -> None:
    shuffled = told(history)
    random.shuffle(shuffled)
    assert track_shortfalls(shuffled, []) == track_shortfalls(told(history), [])
    blind = "".join("." if letter in "?cdp" else letter for letter in history)
    assert track_shortfalls(told(blind), []) == track_shortfalls(told(history), [])


@given(st.text("?cdpw.n", max_size=12))
def test_blocked_and_unsure_visits_never_open_one(history: str) -> None:
    assert track_shortfalls(told(history), []) == ()

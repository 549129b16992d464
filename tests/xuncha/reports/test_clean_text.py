"""What a shop's text may do to a page: nothing that reverses, hides or breaks it is left, and everything else stays as it is."""

from __future__ import annotations

import sys
import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from xuncha.reports.words import MARKS, clean_data, clean_record, clean_text

# Plain words beside what a JSON text writes with a backslash, what turns, combines or controls, and letters beyond the first plane.
LETTERS = st.sampled_from(
    [*'aé价，。"\\/ubf\t\n\r\b\f', "\x00", "\x7f", "\u202e", "\u0301", "\ud800", "\ufffe", "\U0001f600"]
)
WORDS = st.text(LETTERS, max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)

# By Unicode's own names of what turns text (UAX 9), hides it, or is no character.
TURNS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
SEPARATORS = {"Zl", "Zp"}


def test_every_character_is_either_harmless_or_changed() -> None:
    left = []
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        text = letter * (MARKS + 2)
        kind = unicodedata.category(letter)
        harms = (
            unicodedata.bidirectional(letter) in TURNS
            or kind in ("Cs", *SEPARATORS)
            or (kind == "Cc" and letter not in "\t\n\r")
            or unicodedata.combining(letter) != 0
        )
        if harms and clean_text(text) == text:
            left.append(f"{code:04X}")
        if not harms and kind[0] in "LNPSZ" and clean_text(text) != text:
            left.append(f"changed {code:04X}")
    assert left == []


def test_the_rest_of_a_text_stays_beside_what_is_changed() -> None:
    assert clean_text("价格\u202e100元，\u0000完") == "价格[U+202E]100元，\ufffd完"
    assert clean_text("e" + "\u0301" * 9) == "e" + "\u0301" * MARKS


@given(st.dictionaries(WORDS, VALUES, max_size=3))
def test_a_record_seen_at_one_glance_is_as_clean_as_one_read_through(record: dict[str, Any]) -> None:
    assert clean_record(record) == clean_data(record)


def test_a_record_that_is_clean_is_not_written_again() -> None:
    record = {"quote": "7 天无理由退货", "box": [1.0, 2.5], "values": {"days": 7}}
    assert clean_record(record) is record


def test_no_control_hides_behind_the_backslash_of_a_json_text() -> None:
    for code in (*range(0x20), 0x7F):
        record = {"quote": chr(code)}
        assert clean_record(record) == clean_data(record)

"""What a shop's text may do to a page: nothing that reverses, hides or breaks it is left, and everything else stays as it is."""

from __future__ import annotations

import sys
import unicodedata

from xuncha.reports.words import MARKS, clean_text

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

"""A label in Latin letters says a word with blanks or hyphens between its parts, and no longer word that only begins so."""

from __future__ import annotations

import pytest

from probes.pages.service.label_words import label_says

WORDS = ("firsttime", "howtobuy")


@pytest.mark.parametrize(
    ("label", "says"),
    [("First-time shoppers", True), ("How to buy", True), ("How-to-buy guide", True), ("firsttimer club", False)],
)
def test_blanks_and_hyphens_part_a_word_alike(label: str, says: bool) -> None:
    assert label_says(label, "".join(label.lower().split()), WORDS) is says

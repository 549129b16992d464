"""Where the words that somebody looks for stand in an item: in its name and reason, in quotes of pages, in reasons of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]
HITS = 3  # places of one item shown
AROUND = 60  # characters beside what was looked for
ASKED_CHARS = 100


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Where words were found: what stands before them, they themselves, and what comes after."""

    before: str
    found: str
    after: str


def find_words_of_item(item: Data, findings: Sequence[Data], asked: str) -> Iterable[FoundWords]:
    """The first places of an item where the words stand: its name and reason, then quotes of pages, then reasons of answers."""
    asked = asked.strip().lower()[:ASKED_CHARS]
    if not asked:
        return
    told = [item["item"], *_both(item["name"]), *_both(item["because"]), item["text"]]
    told += [piece["quote"] for found in findings for piece in found["evidence"]]
    told += [text for found in findings for text in _both(found["because"])]
    left = HITS
    for text in dict.fromkeys(told):
        at = text.lower().find(asked)
        if at >= 0 and left:
            left -= 1
            end = at + len(asked)
            yield FoundWords(
                ("…" if at > AROUND else "") + text[max(0, at - AROUND) : at], text[at:end], text[end : end + AROUND]
            )


def _both(text: Data | None) -> tuple[str, ...]:
    return (text["zh"], text["en"]) if text else ()

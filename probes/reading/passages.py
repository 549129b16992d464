"""Sentences together with the lists of a page: an item of a list says what the line above it leads to (以下商品不适用：…)."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from probes.reading.policy import Sentence, fold, pattern, sentences
from probes.reading.remember import per_line
from probes.text.contents import without_contents

_DATA = tomllib.loads(files("probes.reading").joinpath("passages.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_LEADS = pattern(tuple(_DATA["words"]["leads"]))
# What is said to sellers about their own tools, in the pattern language of probes.reading.policy.
TO_SELLERS: tuple[str, ...] = tuple(_DATA["words"]["sellers"])
_VAIN = pattern(tuple(_DATA["words"]["vain"]))
_RATE = re.compile(r"[率度].*[0-9]\s?[%％]")
_PARTS = re.compile(r"[、，,\s/|·:：]+")
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[0-9])|(?<=[0-9%]) +(?=[\u4e00-\u9fff])")  # 满 99 元


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: folded, and as it is quoted; does it lead to a list, and can it be an item of one?"""

    said: str
    raw: str
    leads: bool
    item: bool


@lru_cache(maxsize=128)
def passages(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, those in a list with the line that leads to it added to their heading; then items of lists that
    are no sentences, and what is a statement by its full stop or its rate although it has no word of grammar (全国各地均可送达。).

    Blanks between words and numbers are left out of what patterns see.
    """
    text = without_contents(text)
    items = tuple(_items(text))
    leads = {piece: lead for line, lead in items for piece in _pieces(line.raw)}
    said = tuple(_led(sentence, leads) for sentence in sentences(text))
    known = {each.raw for each in said}
    # 帮助中心: leads to a menu, 以下商品: to a list.
    bare = [Sentence(line.said, line.raw, lead) for line, lead in items if line.raw not in known and _worded(lead)]
    bare += [each for line in text.split("\n") for each in _closed(line) if each.raw not in known]
    return tuple(_unspaced(each) for each in (*said, *bare))


def vain(said: str) -> bool:
    """Does a folded sentence only say that something has ended, or what sellers may set up?"""
    return _VAIN.search(said) is not None


def _led(sentence: Sentence, leads: Mapping[str, str]) -> Sentence:
    lead = leads.get(sentence.raw, "")
    if not lead or lead == sentence.heading:
        return sentence
    return dataclasses.replace(sentence, heading=f"{sentence.heading} {lead}".strip())


def _unspaced(sentence: Sentence) -> Sentence:
    text = sentence.text
    if " " not in text or (close := _SPACED.sub("", text)) == text:
        return sentence
    return dataclasses.replace(sentence, text=close)


def _items(text: str) -> Iterator[tuple[_Line, str]]:
    """The items of its lists, each with the line that leads to it, folded."""
    lead, left = "", 0
    for each in map(_line, text.split("\n")):
        if not each.said:
            continue
        if each.leads:
            lead, left = each.said, _LIMITS["items"]
        elif left > 0:
            left -= 1
            if each.item:
                yield each, lead


@per_line
def _line(line: str) -> _Line:
    raw = " ".join(line.split())
    said = fold(raw)
    item = _LIMITS["shortest"] <= len(said) <= _LIMITS["item"] and said[-1] not in "?？"
    return _Line(said, raw, said != "" and _leads(said), item)


@per_line
def _pieces(raw: str) -> tuple[str, ...]:
    return tuple(" ".join(piece.split()) for piece in _PIECE.findall(raw))


@per_line
def _worded(said: str) -> bool:
    return _LEADS.search(said) is not None


def _leads(line: str) -> bool:
    if line.endswith(":"):
        return len(line) <= _LIMITS["lead"]
    return len(line) <= _LIMITS["title"] and line[-1] not in "。；;，,、.!！" and _worded(line)


@per_line
def _closed(line: str) -> tuple[Sentence, ...]:
    """Statements without grammar to be known by: ended as a sentence is and no heap of keywords, or a rate (准时送达率 98.6%)."""
    found = []
    for raw in _pieces(line):
        said = fold(raw)
        ended = len(said) >= _LIMITS["closed"] and said[-1] in "。！!；;" and not _listed(said)
        if ended or (_RATE.search(said) and len(said) <= _LIMITS["item"]):
            found.append(Sentence(said, raw))
    return tuple(found)


def _listed(said: str) -> bool:
    """Words in a row: fewer make a heap here than where grammar vouches for a sentence."""
    parts = [part for part in _PARTS.split(_SPACED.sub("", said)) if part]
    short = sum(len(part) <= _LIMITS["heap_part"] for part in parts)
    return len(parts) >= _LIMITS["heap"] and short >= 0.8 * len(parts)

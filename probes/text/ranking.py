"""Picks which of several sentences on a thing to show: by where it stands, for whom it holds, and how much it says of the thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Whole, Words
from probes.text.announced import is_unasserted
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class RankingTable:
    """The file ranking.toml."""

    limits: Whole[Literal["label", "cells", "heading"]]
    chapters: Mapping[str, tuple[str, ...]]
    words: Words[Literal["special", "pointing"]]


FILE = SettingsFile("probes.text", "ranking.toml", RankingTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_CHAPTERS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _DATA.chapters.items()}
_BEGUN: dict[str, list[tuple[str, str]]] = {}  # the words of chapters by their first two characters
for _name, _words in _CHAPTERS.items():
    for _word in _words:
        _BEGUN.setdefault(_word[:2], []).append((_name, _word))
_SPECIAL = tuple(_DATA.words["special"])
_POINTING = tuple(_DATA.words["pointing"])
LABELLED = 4.0  # a ``place`` above this means that its own label leads it
_LEADS = 40  # characters of a line before which a colon makes a label
_ENDS = "。！!.；;"


@dataclass(frozen=True, slots=True, order=True)
class SentenceMerit:
    """How well a sentence shows what is asked; greater is better.

    Compared in the order of the fields. ``states``: it is no title, definition or the like. ``learnt``: how much it is
    about the topic by learnt weights, 0 where there are none. ``place``: above 4 where a label of one of the check's
    own chapters leads it, above 3 under a heading of one (the first chapter is best), 2 under no chapter's heading on
    a page of its own chapters, 1 nowhere in particular, 0 in another chapter. ``heard``: as ``learnt``, but by weights
    learnt from few sentences, so it counts after the place. ``general``: it is not about a special case. ``strength``:
    how many of the words it holds. ``whole``: a full sentence that does not merely point elsewhere.
    """

    states: bool
    learnt: int
    place: float
    heard: int
    general: bool
    strength: int
    whole: bool


def sentence_merit(
    said: str,
    heading: str,
    label: str,
    *,
    own: tuple[str, ...],
    titled: str,
    strength: int,
    learnt: int = 0,
    heard: int = 0,
    states: bool = True,
) -> SentenceMerit:
    """The merit of a folded sentence for a check whose own chapters are ``own``.

    ``heading`` stands above the sentence, ``label`` leads its line, ``titled`` is the title of its page. Raises
    KeyError where a chapter is not in the table.
    """
    general = not any(word in said for word in _SPECIAL)
    whole = (is_row(said) or said.endswith(tuple(_ENDS))) and not any(word in said for word in _POINTING)
    stated = states and not is_unasserted(said)
    return SentenceMerit(stated, learnt, _place(heading, label, own, titled), heard, general, strength, whole)


def is_row(line: str) -> bool:
    """Is a folded line a table row read as a sentence (接收方:… 目的:… 信息:…)?"""
    return line.count(":") >= _LIMITS["cells"]


def read_leading_label(line: str) -> str:
    """The label that begins a folded line and is followed by its content (受理:…), or empty."""
    before, colon, _ = line[:_LEADS].partition(":")
    return before if colon and 0 < len(before) <= _LIMITS["label"] else ""


def _place(heading: str, label: str, own: tuple[str, ...], titled: str) -> float:
    if not own:
        return 1.0
    for name in own:
        _CHAPTERS[name]  # a chapter that is misspelt is no chapter
    for over, most in ((label, 5.0), (heading, 4.0)):
        named = _named(over)
        mine = [at for at, name in enumerate(own) if name in named]
        if mine:
            return most - min(mine) / len(own)
        if named:
            return 0.0
    return 2.0 if _named(titled).intersection(own) else 1.0


@per_line
def _named(over: str) -> frozenset[str]:
    """The chapters that a heading names."""
    if not over or len(over) > _LIMITS["heading"]:
        return frozenset()
    pairs = {*over, *(over[at : at + 2] for at in range(len(over)))}
    begun = {(name, word) for pair in pairs for name, word in _BEGUN.get(pair, ())}
    return frozenset(name for name, word in begun if word in over)


def clip_quote(raw: str, limit: int) -> str:
    """The text if it is short enough, else its beginning up to the last mark or blank, so that no word is cut in two."""
    if len(raw) <= limit:
        return raw
    cut = max(raw.rfind(mark, limit // 2, limit) for mark in "。！？；;，,、 ）)”」")
    return raw[: cut + 1].rstrip(" ，,、") if cut > 0 else raw[:limit]

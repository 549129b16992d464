"""Which of several sentences that state a thing is the one to show: where it stands, for whom it holds, how much of the thing it says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_DATA = tomllib.loads(files("probes.text").joinpath("ranking.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_CHAPTERS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _DATA["chapters"].items()}
_SPECIAL = tuple(_DATA["words"]["special"])
_POINTING = tuple(_DATA["words"]["pointing"])
LABELLED = 4.0  # a ``place`` above this is led by a label of its own
_LEADS = 40  # characters of a line before which a colon makes a label
_ENDS = "。！!.；;"


@dataclass(frozen=True, slots=True, order=True)
class Merit:
    """How well a sentence shows what is asked; the greater, the better.

    ``place`` is above 4 where a label of one of the own chapters leads it, above 3 under a heading of one (the first of them is best), 2
    under no chapter's heading on a page of the own ones, 1 nowhere in particular, 0 in another chapter. ``general`` = not for a special
    case, ``strength`` = how many of the words it holds, ``whole`` = a sentence of its own that does not only point elsewhere. ``learnt`` goes
    before all: how much it is about the topic by weights, 0 where none were learnt.
    """

    learnt: int
    place: float
    general: bool
    strength: int
    whole: bool


def merit(
    said: str, heading: str, label: str, *, own: tuple[str, ...], titled: str, strength: int, learnt: int = 0
) -> Merit:
    """The merit of a folded sentence under that heading, led by that label, on a page of that title, for a check of those chapters.

    Raises KeyError where a chapter is not in the table.
    """
    general = not any(word in said for word in _SPECIAL)
    row = said.count(":") >= _LIMITS["cells"]
    whole = (row or said.endswith(tuple(_ENDS))) and not any(word in said for word in _POINTING)
    return Merit(learnt, _place(heading, label, own, titled), general, strength, whole)


def label_of(line: str) -> str:
    """The label that leads a folded line and what is said behind it (受理:…), or empty."""
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


@lru_cache(maxsize=4096)
def _named(over: str) -> frozenset[str]:
    """The chapters that a heading names."""
    if not over or len(over) > _LIMITS["heading"]:
        return frozenset()
    return frozenset(name for name, words in _CHAPTERS.items() if any(word in over for word in words))


def clip(raw: str, limit: int) -> str:
    """The text where it is short enough, else its beginning up to the last mark or blank, so that no word is cut in its middle."""
    if len(raw) <= limit:
        return raw
    cut = max(raw.rfind(mark, limit // 2, limit) for mark in "。！？；;，,、 ）)”」")
    return raw[: cut + 1].rstrip(" ，,、") if cut > 0 else raw[:limit]

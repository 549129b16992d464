"""The labelled sentences of our own, as ``README.md`` beside this says, and the part of the whole that each belongs to."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PLAN: dict[str, Any] = tomllib.loads((HERE / "learn.toml").read_text("utf-8"))
KINDS = frozenset(PLAN["kinds"]["names"])


@dataclass(frozen=True, slots=True)
class TopicSentence:
    """A sentence under its heading ("" = none): the ids of the checks that it answers "yes", or the ``kind`` of what answers none."""

    topic: str
    heading: str
    raw: str
    checks: frozenset[str]
    kind: str = ""

    @property
    def part(self) -> int:
        return part_of(self.raw)

    @property
    def held_back(self) -> bool:
        """Whether it was not looked at when words were mended, so that it says what that is worth: halves were parted in two ways."""
        if self.topic in PLAN["halves"]["by_sha1"]:
            return int(hashlib.sha1(self.raw.encode("utf-8"), usedforsecurity=False).hexdigest(), 16) % 2 == 1
        return _number(self.raw) // int(PLAN["limits"]["parts"]) % 2 == 1

    @property
    def page(self) -> str:
        """As it would stand on a page."""
        return f"{self.heading}\n{self.raw}" if self.heading else self.raw


def part_of(raw: str) -> int:
    """Which of the parts of the whole a sentence belongs to: by its text alone, so that it stays there when others are added."""
    return _number(raw) % int(PLAN["limits"]["parts"])


def _number(raw: str) -> int:
    return int(hashlib.sha256(raw.encode("utf-8")).hexdigest(), 16)


@cache
def sentences() -> tuple[TopicSentence, ...]:
    """All of them, in the order of the files. Raises ValueError where one stands twice or its kind is unknown."""
    found = tuple(sentence for topic in PLAN["pages"] for sentence in _of(topic))
    seen: set[str] = set()
    for sentence in found:
        if sentence.raw in seen:
            raise ValueError(f"{sentence.topic}: stands twice: {sentence.raw}")
        seen.add(sentence.raw)
    return found


def _of(topic: str) -> Iterator[TopicSentence]:
    raw: dict[str, dict[str, list[list[str]]]] = tomllib.loads((HERE / f"{topic}.toml").read_text("utf-8"))
    for names, rows in raw["said"].items():
        yield from (TopicSentence(topic, heading, said, frozenset(names.split(" + "))) for heading, said in rows)
    for kind, rows in raw["none"].items():
        if kind not in KINDS:
            raise ValueError(f"{topic}: {kind} is no kind: {', '.join(sorted(KINDS))}")
        yield from (TopicSentence(topic, heading, said, frozenset(), kind) for heading, said in rows)


def checks_of(topic: str) -> tuple[str, ...]:
    """The checks that sentences of that topic answer, in order of name."""
    return tuple(sorted({check for sentence in sentences() if sentence.topic == topic for check in sentence.checks}))

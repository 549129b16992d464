"""Of the sentences of a page that state a thing, the one that shows it best; rows of tables whose columns are named are sentences too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from crawler.site import View
from probes.reading import silence, tables
from probes.reading.policy import Sentence, fold, pattern, stated
from probes.reading.remember import per_line, per_view
from probes.text import topic_weights
from probes.text.ranking import Merit, merit

_LIMITS: dict[str, int] = tomllib.loads(files("probes.pages").joinpath("best_sentence.toml").read_text("utf-8"))[
    "limits"
]


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that state a thing; one of ``near`` stands in the sentence or its heading, none of ``never`` in it; ``chapters`` are those that
    are about it; ``affirmed`` passes over words that a sentence only denies."""

    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    affirmed: bool = False
    topic: str = ""


def best(said: Iterable[Sentence], sought: Sought, titled: str = "") -> tuple[Merit, Sentence] | None:
    """The sentence of a page of that title (folded) that shows best what is sought, the first of equals; None where none states it."""
    found: tuple[Merit, Sentence] | None = None
    silent = silence.known(sought.words)
    for each in said:
        if (
            each.text in silent
            or stated((each,), sought.words, near=sought.near, never=sought.never, affirmed=sought.affirmed) is None
        ):
            continue
        worth = _worth(each, sought, titled)
        if found is None or worth > found[0]:
            found = worth, each
    return found


@per_line
def _worth(each: Sentence, sought: Sought, titled: str) -> Merit:
    wanted = (*sought.words, *(sought.near if len(sought.near) <= _LIMITS["weighed"] else ()))
    strength = sum(pattern((word,)).search(each.text) is not None for word in wanted)
    learnt = topic_weights.score(sought.topic, each.text, each.heading) if sought.topic else 0
    return merit(
        each.text, each.heading, each.label, own=sought.chapters, titled=titled, strength=strength, learnt=learnt
    )


@per_view
def told_in_rows(view: View) -> tuple[Sentence, ...]:
    """Rows of tables whose columns are named, each read as a sentence: 接收方:快递企业 用途:送货 信息种类:姓名、地址."""
    found = []
    for row in tables.rows(view):
        named = sum(bool(name) for name, _ in row.cells)
        if named >= _LIMITS["named"] and len(row.text) <= _LIMITS["row"]:
            found.append(Sentence(fold(row.text), row.text, fold(row.heading)))
    return tuple(found)

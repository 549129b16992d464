"""Terms on returns that contradict the law, in the platform's own words: each with its quote and the law behind it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from crawler.site import View
from probes.finding import Text
from probes.reading import returns
from probes.reading.passages import passages
from probes.reading.policy import Sentence, fold, pattern
from probes.reading.remember import per_line, per_view
from probes.reading.returns import Why, Window

_DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("unlawful.toml").read_text("utf-8"))


class Term(StrEnum):
    """What the term takes away."""

    BLANKET = "blanket"  # no returns at all
    UNSEALED = "unsealed"  # no returns once opened
    NO_REASON_DENIED = "no_reason_denied"
    SHORT_WINDOW = "short_window"
    LAST_WORD = "last_word"


RETURN_TERMS = frozenset(Term) - {Term.LAST_WORD}


def _words(table: dict[str, Any], name: str) -> re.Pattern[str]:
    return pattern(tuple(table.get(name, ())))


_TERMS: dict[Term, dict[str, Any]] = {term: _DATA["terms"][term.value] for term in Term}
_SURE = {term: _words(table, "sure") for term, table in _TERMS.items()}
_DOUBTFUL = {term: _words(table, "doubtful") for term, table in _TERMS.items()}
_ANY = pattern(
    tuple(word for table in _TERMS.values() for name in ("sure", "doubtful") for word in table.get(name, ()))
)
_NEVER = _words(_DATA["never"], "words")
_HISTORIC = _words(_DATA["historic"], "words")
_OLD_URLS: list[str] = _DATA["historic"]["urls"]
_LIMITS = {name: _words(_DATA["limits"], name) for name in _DATA["limits"]}
_MOST_DAYS: float = _TERMS[Term.SHORT_WINDOW]["most_days"]
_PASSAGE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_LONGEST = 60  # characters of a slogan
_GOODS_BACK = re.compile("退货|退换|换货")  # 无理由退款 may be of what was never sent
_OPENING = 300  # characters at a text's start where it says that it is an old version


@dataclass(frozen=True, slots=True)
class Hit:
    """A term as one page states it; ``sure`` is False where a person must read what is around it."""

    term: Term
    view: View
    sentence: Sentence
    sure: bool

    @property
    def named(self) -> Text:
        """What the term says, for people."""
        table = _TERMS[self.term]
        return Text(table["zh"], table["en"])

    @property
    def basis(self) -> str:
        """The law it contradicts."""
        return str(_TERMS[self.term]["basis"])


def find(views: Iterable[View], terms: Iterable[Term] = tuple(Term)) -> tuple[Hit, ...]:
    """Unlawful terms on those pages, the sure ones first, one a sentence and term; old versions of a text are passed over."""
    wanted, current = frozenset(terms), tuple(view for view in views if not historic(view))
    # Where another page states the lawful window, a shorter one may be meant for something else.
    lawful = any(_lawful(window) for view in current for window in returns.windows(view))
    hits = [
        replace(hit, sure=hit.sure and not (lawful and hit.term is Term.SHORT_WINDOW))
        for view in current
        for hit in _hits(view)
        if hit.term in wanted
    ]
    return tuple(sorted(hits, key=lambda hit: not hit.sure))


@per_view
def historic(view: View) -> bool:
    """Does the page say of itself that it is a version no longer in force?"""
    parts = re.split(r"[^a-z]+", urlsplit(view.url).path.lower())
    return any(word in parts for word in _OLD_URLS) or bool(_HISTORIC.search(f"{view.title} {view.text[:_OPENING]}"))


@per_view
def _hits(view: View) -> tuple[Hit, ...]:
    return (*_stated(view), *_short_windows(view))


def _stated(view: View) -> Iterator[Hit]:
    said = passages(view.text)
    for sentence in (*said, *_slogans(view.text, {each.raw for each in said})):
        if not _suspect(sentence.text) or _NEVER.search(sentence.heading):
            continue
        stated = {term: sure for term in _SURE if (sure := _says(sentence, term)) is not None}
        if Term.UNSEALED in stated:
            stated.pop(Term.BLANKET, None)  # the narrower name says it better
        yield from (Hit(term, view, sentence, sure and sentence in said) for term, sure in stated.items())


@per_line
def _suspect(said: str) -> bool:
    """Does it hold a word of any term, and none that makes it something else?"""
    return _ANY.search(said) is not None and _NEVER.search(said) is None


def _slogans(text: str, known: Collection[str]) -> Iterator[Sentence]:
    """Passages too short or too bare to be sentences, in which such terms stand too (售出不退)."""
    for line in text.split("\n"):
        yield from (each for each in _bare(line) if not any(each.raw in whole for whole in known))


@per_line
def _bare(line: str) -> tuple[Sentence, ...]:
    """A line's short passages with a word of any term."""
    short = (" ".join(raw.split()) for raw in _PASSAGE.findall(line))
    asserted = (bare for bare in short if 0 < len(bare) <= _LONGEST and bare[-1] not in "?？")
    return tuple(Sentence(said, bare) for bare in asserted if _ANY.search(said := fold(bare)))


def _says(sentence: Sentence, term: Term) -> bool | None:
    """Whether the sentence surely states the term; None where it does not, or only for what the law allows."""
    sure = _SURE[term].search(sentence.text)
    if sure is None and _DOUBTFUL[term].search(sentence.text) is None:
        return None
    if term is Term.LAST_WORD:
        return False
    if _allowed(sentence):
        return None
    return (
        sure is not None and not _LIMITS["doubtful"].search(sentence.text.replace("无理由退", "")) and _whole(sentence)
    )


def _allowed(sentence: Sentence) -> bool:
    """Narrowed to goods or cases for which the law, or a plain fact, allows it."""
    around = f"{sentence.heading} {sentence.text}"
    return bool(_LIMITS["goods"].search(around) or _LIMITS["cases"].search(around))


def _whole(sentence: Sentence) -> bool:
    """Not a line of a list whose heading narrows it."""
    return _LIMITS["headings"].search(sentence.heading) is None


def _short_windows(view: View) -> Iterator[Hit]:
    """Windows below the law's, on a page that nowhere states the lawful one."""
    found = returns.windows(view)
    lawful = any(map(_lawful, found))
    for each in found:
        if each.days >= _MOST_DAYS or each.why is Why.QUALITY or _NEVER.search(each.sentence.text):
            continue
        if lawful or _LIMITS["goods"].search(f"{each.sentence.heading} {each.sentence.text}"):
            continue
        yield Hit(Term.SHORT_WINDOW, view, each.sentence, _plain(each))


def _lawful(window: Window) -> bool:
    return window.days >= _MOST_DAYS and window.why is not Why.QUALITY


def _plain(window: Window) -> bool:
    """Does the sentence itself speak of giving back without reasons, unnarrowed?"""
    narrowed = _LIMITS["doubtful"].search(window.sentence.text.replace("无理由", ""))
    goods = _GOODS_BACK.search(window.sentence.text) is not None
    return (
        window.why is Why.NO_REASON
        and goods
        and "无理由" in window.sentence.text
        and not narrowed
        and _whole(window.sentence)
    )

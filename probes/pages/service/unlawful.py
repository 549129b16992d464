"""Terms on returns that contradict the law, in the platform's own words, each with its quote and the law."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlsplit

from crawler.settings_file import SettingsFile
from crawler.site import View
from crawler.table_builder import EveryKey
from probes.finding import Text
from probes.pages.rules.passages import read_passages
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.service import returns
from probes.pages.service.returns import ReturnScope, ReturnWindow
from probes.schema.reading_table import Spoken, Words
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_view


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlawfulTermsRow:
    """A row of [terms] in unlawful.toml."""

    zh: str
    en: str
    basis: Spoken
    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    most_days: int = 0


@dataclass(frozen=True, slots=True)
class UnlawfulTable:
    """The file unlawful.toml."""

    never: Words[Literal["words"]]
    historic: Words[Literal["words", "urls"]]
    limits: Words[Literal["goods", "cases", "headings", "doubtful"]]
    terms: Annotated[
        Mapping[str, UnlawfulTermsRow],
        EveryKey(("blanket", "unsealed", "no_reason_denied", "short_window", "last_word")),
    ]


FILE = SettingsFile("probes.pages.service", "unlawful.toml", UnlawfulTable)
_DATA = FILE.load()


class TermEffect(StrEnum):
    """What the term takes away from buyers."""

    BLANKET = "blanket"  # no returns at all
    UNSEALED = "unsealed"  # no returns once opened
    NO_REASON_DENIED = "no_reason_denied"
    SHORT_WINDOW = "short_window"
    LAST_WORD = "last_word"


RETURN_TERMS = frozenset(TermEffect) - {TermEffect.LAST_WORD}


_TERMS = {term: _DATA.terms[term] for term in TermEffect}
_SURE = {term: pattern(table.sure) for term, table in _TERMS.items()}
_DOUBTFUL = {term: pattern(table.doubtful) for term, table in _TERMS.items()}
_ANY = pattern(tuple(word for table in _TERMS.values() for word in (*table.sure, *table.doubtful)))
_NEVER = pattern(_DATA.never["words"])
_HISTORIC = pattern(_DATA.historic["words"])
_OLD_URLS = _DATA.historic["urls"]
_LIMITS = {name: pattern(words) for name, words in _DATA.limits.items()}
_MOST_DAYS: float = _TERMS[TermEffect.SHORT_WINDOW].most_days
_PASSAGE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_LONGEST = 60  # characters of a slogan
_GOODS_BACK = re.compile("退货|退换|换货")  # 无理由退款 may be of what was never sent
_OPENING = 300  # characters at a text's start where it says that it is an old version


@dataclass(frozen=True, slots=True)
class UnlawfulTerm:
    """A term as one page states it; ``sure`` is False where a person must read the context."""

    term: TermEffect
    view: View
    sentence: Sentence
    sure: bool

    @property
    def named(self) -> Text:
        """What the term says, for people."""
        table = _TERMS[self.term]
        return Text(table.zh, table.en)

    @property
    def basis(self) -> Text:
        """The law it contradicts."""
        return Text(**_TERMS[self.term].basis)


def find_unlawful(views: Iterable[View], terms: Iterable[TermEffect] = tuple(TermEffect)) -> tuple[UnlawfulTerm, ...]:
    """Unlawful terms on those pages, certain ones first, one for each sentence and term; old versions of a text are skipped."""
    wanted, current = frozenset(terms), tuple(view for view in views if not is_historic(view))
    # Where another page states the lawful window, a shorter one may be meant for something else.
    lawful = any(_lawful(window) for view in current for window in returns.return_windows(view))
    hits = [
        replace(hit, sure=hit.sure and not (lawful and hit.term is TermEffect.SHORT_WINDOW))
        for view in current
        for hit in _hits(view)
        if hit.term in wanted
    ]
    return tuple(sorted(hits, key=lambda hit: not hit.sure))


@per_view
def is_historic(view: View) -> bool:
    """Does the page say of itself that it is a version no longer in force?"""
    parts = re.split(r"[^a-z]+", urlsplit(view.url).path.lower())
    return any(word in parts for word in _OLD_URLS) or bool(_HISTORIC.search(f"{view.title} {view.text[:_OPENING]}"))


@per_view
def _hits(view: View) -> tuple[UnlawfulTerm, ...]:
    return (*_stated(view), *_short_windows(view))


def _stated(view: View) -> Iterator[UnlawfulTerm]:
    said = read_passages(view.text)
    for sentence in (*said, *_slogans(view.text, {sentence.raw for sentence in said})):
        if not _suspect(sentence.text) or _NEVER.search(sentence.heading):
            continue
        stated = {term: sure for term in _SURE if (sure := _says(sentence, term)) is not None}
        if TermEffect.UNSEALED in stated:
            stated.pop(TermEffect.BLANKET, None)  # the narrower name says it better
        yield from (UnlawfulTerm(term, view, sentence, sure and sentence in said) for term, sure in stated.items())


@per_line
def _suspect(said: str) -> bool:
    """Does it hold a word of any term, and no word that gives it another meaning?"""
    return _ANY.search(said) is not None and _NEVER.search(said) is None


def _slogans(text: str, known: Collection[str]) -> Iterator[Sentence]:
    """Passages too short or bare to be sentences that state such terms too (售出不退)."""
    for line in text.split("\n"):
        yield from (sentence for sentence in _bare(line) if not any(sentence.raw in whole for whole in known))


@per_line
def _bare(line: str) -> tuple[Sentence, ...]:
    """A line's short passages that hold a word of any term."""
    short = (" ".join(raw.split()) for raw in _PASSAGE.findall(line))
    asserted = (bare for bare in short if 0 < len(bare) <= _LONGEST and bare[-1] not in "?？")
    return tuple(Sentence(said, bare) for bare in asserted if _ANY.search(said := fold_text(bare)))


def _says(sentence: Sentence, term: TermEffect) -> bool | None:
    """True where the sentence certainly states the term, False where it may; None where it does not, or only for lawful cases."""
    sure = _SURE[term].search(sentence.text)
    if sure is None and _DOUBTFUL[term].search(sentence.text) is None:
        return None
    if term is TermEffect.LAST_WORD:
        return False
    if _allowed(sentence):
        return None
    return (
        sure is not None and not _LIMITS["doubtful"].search(sentence.text.replace("无理由退", "")) and _whole(sentence)
    )


def _allowed(sentence: Sentence) -> bool:
    """Is it limited to goods or cases where the law, or a plain fact, allows it?"""
    around = f"{sentence.heading} {sentence.text}"
    return bool(_LIMITS["goods"].search(around) or _LIMITS["cases"].search(around))


def _whole(sentence: Sentence) -> bool:
    """Is it complete in itself, not a list item whose heading limits it?"""
    return _LIMITS["headings"].search(sentence.heading) is None


def _short_windows(view: View) -> Iterator[UnlawfulTerm]:
    """Return windows below the lawful one, on a page that nowhere states the lawful one."""
    found = returns.return_windows(view)
    lawful = any(map(_lawful, found))
    for window in found:
        if window.days >= _MOST_DAYS or window.why is ReturnScope.QUALITY or _NEVER.search(window.sentence.text):
            continue
        if lawful or _LIMITS["goods"].search(f"{window.sentence.heading} {window.sentence.text}"):
            continue
        yield UnlawfulTerm(TermEffect.SHORT_WINDOW, view, window.sentence, _plain(window))


def _lawful(window: ReturnWindow) -> bool:
    return window.days >= _MOST_DAYS and window.why is not ReturnScope.QUALITY


def _plain(window: ReturnWindow) -> bool:
    """Does the sentence itself speak of returns without reasons, without limiting them?"""
    narrowed = _LIMITS["doubtful"].search(window.sentence.text.replace("无理由", ""))
    goods = _GOODS_BACK.search(window.sentence.text) is not None
    return (
        window.why is ReturnScope.NO_REASON
        and goods
        and "无理由" in window.sentence.text
        and not narrowed
        and _whole(window.sentence)
    )

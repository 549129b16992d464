"""Labels that are lists, figures or texts: which of their values a reading found, and which it found besides them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.site import Site, View
from probes.finding import Answer, Outcome
from probes.pages.operator import licences
from probes.pages.service import complaint_links, returns
from probes.text.numbers.number_grammar import Hint, NumberKind
from tests.eval.table import TABLE, answer

PREFIX = "values."
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")
_IDLE = re.compile(r"[\s:：,，。、-]+")
_BASIC = frozenset(
    {
        NumberKind.USCC,
        NumberKind.REGNO15,
        NumberKind.ICP_FILING,
        NumberKind.ICP_LICENCE,
        NumberKind.VAT_LICENCE,
        NumberKind.PSB,
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """One value as a reading gives it: what is compared, and the words it was read from."""

    key: str
    said: str = ""


def read(site: Site, view: View, reading: str) -> Sequence[Value] | None:
    """The values that the reading gives; None where it leaves open whether there are any."""
    way, _, rest = reading.removeprefix(PREFIX).partition(".")
    return _WAYS[way](site, view, rest)


def compared(
    label: str, raw: Any, labels: Mapping[str, Any], found: Sequence[Value] | None
) -> Iterator[tuple[bool | None, bool | None, str]]:
    """For each value: is it labelled (None = the label cannot be told), was it read (None = open), and the words read."""
    wanted = _wanted(label, raw, labels)
    every = " | ".join(value.said or value.key for value in found or ())
    if not wanted:
        value = None if found is None else bool(found)
        yield (None if wanted is None else False), value, every
        return
    left = list(found or ())
    for one in wanted:
        hit = next((value for value in left if _same(label, one, value.key)), None)
        if hit is not None:
            left = [value for value in left if not _same(label, one, value.key)]
        yield True, None if found is None else hit is not None, hit.said if hit else every
    for more in left:
        yield False, True, more.said or more.key


def _wanted(label: str, raw: Any, labels: Mapping[str, Any]) -> list[str] | None:
    """The labelled values as they are compared; None where they cannot be told.

    A number that is not given counts as none where the label that speaks of it (``absent``) says that there is none.
    """
    if raw is None:
        companion = TABLE["absent"].get(label)
        return [] if companion is not None and labels.get(companion) is False else None
    values = raw if isinstance(raw, list) else [raw]
    classes: dict[str, str] | None = TABLE["classes"].get(label)
    if classes is None:
        return [_bare(_REMARK.sub("", str(value))) for value in values]
    named = [next((to for word, to in classes.items() if word in str(value)), "") for value in values]
    return list(dict.fromkeys(filter(None, named)))


def _within(one: str, two: str) -> bool:
    """Whether a text holds another; 4小时 is no part of 24小时."""
    return re.search(("(?<![0-9])" if one[:1].isdigit() else "") + re.escape(one), two) is not None


def _same(label: str, wanted: str, key: str) -> bool:
    """Whether two values are one; of texts one may be part of the other."""
    if label in TABLE["within"]:
        return _within(key, wanted) or _within(wanted, key)
    return wanted == key


def _bare(words: str) -> str:
    """Words without blanks, punctuation at which printing differs, and width."""
    return _IDLE.sub("", unicodedata.normalize("NFKC", words)).upper()


def _numbers(site: Site, view: View, rest: str) -> Sequence[Value]:
    """Numbers of those kinds as printed; a police filing by its digits alone."""
    kinds = {NumberKind(part) for part in rest.split("|")}
    found = [
        number.number
        for number in licences.read_licences(view).numbers
        if number.number.kind in kinds and not number.unshown
    ]
    keys = {
        number.digits if number.kind is NumberKind.PSB else _bare(number.raw): number.raw
        for number in found
        if number.hint is not Hint.NUMBER_ABSENT
    }
    return tuple(Value(key, said) for key, said in keys.items())


def _sectors(site: Site, view: View, rest: str) -> Sequence[Value]:
    """Kinds of licences beside those that every shop needs."""
    found = [number.number for number in licences.read_licences(view).numbers if number.number.kind not in _BASIC]
    return tuple(Value(kind, raw) for kind, raw in {str(number.kind): number.raw for number in found}.items())


def _complaints(site: Site, view: View, rest: str) -> Sequence[Value]:
    """Entries to complain, by their words or by their kinds."""
    found = [entry for entry in complaint_links.complaint_entries(view) if entry.kind in complaint_links.ANY]
    if rest == "kinds":
        return tuple(Value(kind, word) for kind, word in {str(entry.kind): entry.word for entry in found}.items())
    spoken = [
        entry.element.words.strip() or entry.word for entry in found
    ]  # a link may say it by the picture inside it
    words = {_bare(said): " ".join(said.split())[:60] for said in spoken}
    return tuple(Value(key, said) for key, said in words.items())


def _parts(site: Site, view: View, rest: str) -> Sequence[Value] | None:
    """The parts that a probe's answer lists under a name: ``ID:NAME``."""
    id, _, name = rest.partition(":")
    found = answer(site, id)
    listed = found.values.get(name, ())
    if not listed and _open(found):
        return None
    return tuple(Value(str(value)) for value in listed) if isinstance(listed, tuple) else (Value(str(listed)),)


def _limits(site: Site, view: View, rest: str) -> Sequence[Value] | None:
    """The time limit that each of those probes quotes: ``ID:NAME|…``; its figure is compared."""
    found: dict[str, Value] = {}
    opened = False
    for id, _, name in (part.partition(":") for part in rest.split("|")):
        said = answer(site, id)
        raw = said.values.get(name)
        opened = opened or _open(said)
        if raw is not None:
            found.setdefault(_bare(str(raw)), Value(_bare(str(raw)), said.because.zh))
    return tuple(found.values()) or (None if opened else ())


def _open(found: Answer) -> bool:
    return found.outcome in (Outcome.UNSURE, Outcome.NOT_SEEN)


def _window(site: Site, view: View, rest: str) -> Sequence[Value]:
    """The return window of the page in days."""
    found = returns.return_window(view)
    return () if found is None else (Value(f"{found.days:g}", found.sentence.raw),)


_WAYS: dict[str, Callable[[Site, View, str], Sequence[Value] | None]] = {
    "numbers": _numbers,
    "sectors": _sectors,
    "complaints": _complaints,
    "parts": _parts,
    "limits": _limits,
    "window": _window,
}

"""Sentences together with the lists of a page: a list item says what the line that introduces the list says (以下商品不适用：…)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import View
from probes.pages.main import headings
from probes.pages.rules import list_entries
from probes.pages.rules.policy import LineKind, Sentence, list_headed_lines, pattern, split_sentences
from probes.schema.reading_table import Whole, Words
from probes.text.announced import is_unasserted
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbered import ends_led_list, leaves_list, rank_number, strip_item_mark
from probes.text.remember import per_line, per_text, per_view_and


@dataclass(frozen=True, slots=True)
class PassagesTable:
    """The file passages.toml."""

    limits: Whole[Literal["lead", "title", "items", "item", "shortest", "line", "closed", "heap", "heap_part", "name"]]
    words: Words[Literal["leads", "sellers", "vain"]]


FILE = SettingsFile("probes.pages.rules", "passages.toml", PassagesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_LEADS = pattern(tuple(_DATA.words["leads"]))
# What is said to sellers about their own tools, in the pattern language of probes.pages.rules.policy.
TO_SELLERS: tuple[str, ...] = tuple(_DATA.words["sellers"])
_VAIN = pattern(tuple(_DATA.words["vain"]))
_RATE = re.compile(r"[率度].*[0-9]\s?[%％]")
_PARTS = re.compile(r"[、，,\s/|·:：]+")
_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
_ENUMERATED = re.compile(r"[:：]\s?(?=[（(]?[一二三四五六七八九十0-9]{1,2}[)）、.．](?![0-9])|[①-⑳])")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[0-9])|(?<=[0-9%]) +(?=[\u4e00-\u9fff])")  # 满 99 元


@dataclass(frozen=True, slots=True)
class _PassageLine:
    """A line of a page, folded and as quoted; whether it introduces a list, and whether it can be an item of one."""

    said: str
    raw: str
    leads: bool
    item: bool


_NOBODY = _PassageLine("", "", leads=False, item=False)


@per_text
def read_passages(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, with list items joined to the line that introduces them.

    First all sentences, those in a list with the introducing line added to their heading; then list items that are not
    sentences, and statements recognised by their full stop or rate although they have no function words (全国各地均可送达。).
    Blanks between words and numbers are removed from the text that patterns are matched on.
    """
    text = without_contents(text)
    items = tuple(_items(text))
    leads = {piece: lead.said for line, lead in items for piece in _pieces(line.raw)}
    leads |= {piece: lead for line in text.split("\n") for piece, lead in _enumerated(line)}
    said = tuple(_led(sentence, leads) for sentence in split_sentences(text))
    known = {sentence.raw for sentence in said}
    # 帮助中心: leads to a menu, 以下商品: to a list.
    bare = [
        Sentence(line.said, line.raw, lead.said) for line, lead in items if line.raw not in known and _worded(lead.said)
    ]
    bare += [
        dataclasses.replace(sentence, heading=heading)
        for line, heading, _ in list_headed_lines(text)
        for sentence in _closed(line)
        if sentence.raw not in known
    ]
    known |= {sentence.raw for sentence in bare}
    bare += [statement for statement in _listed_statements(text) if statement.raw not in known]
    bare += _led_lists(items, known)
    return tuple(_unspaced(sentence) for sentence in (*said, *bare))


@per_view_and
def lines_below(view: View, under: tuple[str, ...]) -> str:
    """The lines that stand below a heading of the markup with those words, up to the next heading: a dated one is no heading of the text."""
    heads = headings.headings_above(view)
    banned = pattern(under)
    below, kept = False, []
    for line in view.text.split("\n"):
        said = fold_text(line).strip()
        if said in heads:
            below = banned.search(said) is not None
        elif below:
            kept.append(line)
    return "\n".join(kept)


@per_text
def read_lines(text: str) -> tuple[tuple[str, str], ...]:
    """The lines of a text, whatever their form, or the sentences of long ones: as quoted and folded, none empty."""
    parts = (
        part
        for line in text.split("\n")
        for part in ((line,) if len(line) <= _LIMITS["line"] else _PIECE.findall(line))
    )
    read = ((tight, fold_text(tight).strip()) for part in parts if (tight := " ".join(part.split())))
    return tuple((tight, said) for tight, said in read if said)


def _listed_statements(text: str) -> Iterator[Sentence]:
    """Entries of lists without a leading line, below their heading, and rows of grids, below the names of their columns."""
    for line, heading, kind in list_headed_lines(text):
        said = fold_text(line).strip()
        if (
            kind is LineKind.ITEM
            and heading
            and not list_entries.is_guide(heading)
            and list_entries.tells_something(said)
        ):
            yield Sentence(said, " ".join(line.split()), heading)
    for said, raw, columns in list_entries.read_grid_rows(text):
        yield Sentence(said, raw, columns)


@per_line
def is_vain(said: str) -> bool:
    """Does a folded sentence only say that something has ended, what sellers may set up, or what nobody here says of today?"""
    return _VAIN.search(said) is not None or is_unasserted(said)


def _led_lists(items: tuple[tuple[_PassageLine, _PassageLine], ...], known: Set[str]) -> Iterator[Sentence]:
    """Each line that leads to a list as one statement with its items: 下列节点以短信通知收货人：（一）出库；（二）签收。

    Not those that are ``known`` as sentences of their own.

    Only what the lead says is read, lest words reach from one item into the next, but for items that are names, which
    say with it one thing (享有下列权利：（一）查阅；（二）更正。).
    """
    for lead, group in groupby(items, key=lambda pair: pair[1]):
        lines = [line for line, _ in group]
        told = [strip_item_mark(line.said).rstrip("；;。.,，") for line in lines]
        marked = all(rank_number(line.said) > 0 for line in lines)
        if len(lines) < 2 or not marked or lead.raw in known or not (lead.said.endswith(":") and _worded(lead.said)):
            continue
        names = all(len(one) <= _LIMITS["name"] for one in told)
        yield Sentence(
            lead.said + (",".join(told) if names else ""), " ".join((lead.raw, *(line.raw for line in lines)))
        )


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


def _items(text: str) -> Iterator[tuple[_PassageLine, _PassageLine]]:
    """The items of the text's lists, each with the line that introduces it."""
    lead, first, before, left, closed = _NOBODY, "", "", 0, False
    for line in map(_line, text.split("\n")):
        if not line.said:
            continue
        if left and first and leaves_list(lead.said, first, line.said, closed=closed):
            left = 0
        left = 0 if ends_led_list(lead.said, line.said) else left
        if line.leads:
            lead, first, before, left, closed = line, "", "", _LIMITS["items"], False
        elif left > 0:
            left -= 1
            # Items of a paper end in a semicolon, and the last of them in a full stop.
            closed = closed or (before == ";" and line.said[-1] == "。")
            before, first = line.said[-1], first or line.said
            if line.item:
                yield line, lead


@per_line
def _line(line: str) -> _PassageLine:
    raw = " ".join(line.split())
    said = fold_text(raw)
    item = _LIMITS["shortest"] <= len(said) <= _LIMITS["item"] and said[-1] not in "?？"
    return _PassageLine(said, raw, said != "" and _leads(said), item)


@per_line
def _pieces(raw: str) -> tuple[str, ...]:
    return tuple(" ".join(piece.split()) for piece in _PIECE.findall(raw))


@per_line
def _enumerated(line: str) -> tuple[tuple[str, str], ...]:
    """What is listed within a line, one piece behind the other, with the words that introduce it (以下除外：（1）…；（2）…。)."""
    pieces, found, lead = _pieces(line), [], ""
    for raw in filter(None, pieces):
        begun = _ENUMERATED.search(raw)
        if begun is not None:
            lead = fold_text(raw[: begun.start() + 1]).strip()
        elif lead:
            found.append((raw, lead))
        if raw[-1] not in "；;":
            lead = ""
    return tuple(found)


@per_line
def _worded(said: str) -> bool:
    return _LEADS.search(said) is not None


def _leads(line: str) -> bool:
    if line.endswith(":"):
        return len(line) <= _LIMITS["lead"]
    return len(line) <= _LIMITS["title"] and line[-1] not in "。；;，,、.!！" and _worded(line)


@per_line
def _closed(line: str) -> tuple[Sentence, ...]:
    """Statements without function words: ended like a sentence and no heap of keywords, or giving a rate (准时送达率 98.6%)."""
    found = []
    for raw in _pieces(line):
        said = fold_text(raw)
        ended = (
            len(said) >= _LIMITS["closed"]
            and said[-1] in "。！!；;"
            and (list_entries.names_several(said) or not _listed(said))
        )
        if ended or (_RATE.search(said) and len(said) <= _LIMITS["item"]):
            found.append(Sentence(said, raw))
    return tuple(found)


def _listed(said: str) -> bool:
    """Are these, but for an item's mark, just words in a row? Fewer are a heap here than where function words show a sentence."""
    parts = [part for part in _PARTS.split(_SPACED.sub("", strip_item_mark(said))) if part]
    short = sum(len(part) <= _LIMITS["heap_part"] for part in parts)
    return len(parts) >= _LIMITS["heap"] and short >= 0.8 * len(parts)

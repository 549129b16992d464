"""Rows of parameters on a product page: a label and its value, however the page lays them out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.site import Element
from probes.reading.normalise import plain
from probes.reading.remember import per_line

DATA: dict[str, Any] = tomllib.loads(files("probes.reading").joinpath("products.toml").read_text("utf-8"))
LIMITS: dict[str, float] = DATA["limits"]
_EMPTY = re.compile(DATA["words"]["empty"], re.IGNORECASE)
_PREFIX = re.compile(f"^{DATA['words']['prefix']}(?=.)")
_KNOWN = frozenset(label for field in DATA["fields"].values() for label in field.get("labels", ())) | frozenset(
    label for template in DATA["templates"].values() for label in template.get("labels", ())
)
_ONE_LINE = re.compile(r"^[*•·【\[\s]*([^:\n]{1,16}?)[】\]]?\s*:\s*(.*)$")
_SIDE = re.compile(r"[·｜|;]")
_LABELLED = re.compile(r"(?:^|\s)(\S{1,14}?)\s?:")
_EDGES = " :*•·【】[]()"
_HEAD_CELLS = frozenset({"th", "dt"})


@dataclass(frozen=True, slots=True)
class Row:
    """``label`` as word lists have it, ``value`` as shown; empty where the page leaves it blank."""

    label: str
    value: str
    element: Element

    @property
    def filled(self) -> bool:
        return bool(self.value) and _EMPTY.match(plain(self.value).strip(_EDGES)) is None


@per_line
def label_of(said: str) -> str:
    """The label that these words are, as the word lists have it; empty where they are none."""
    bare = plain(said).strip(_EDGES)
    if not 0 < len(bare) <= LIMITS["label"]:
        return ""
    for word in (bare, _PREFIX.sub("", bare), bare.replace(" ", "")):
        if word in _KNOWN:
            return word
    return ""


def rows(elements: Iterable[Element]) -> tuple[Row, ...]:
    """The rows among a page's elements, in their order; a label without a value is a row that is not filled."""
    held = tuple(elements)
    place = {each.id: index for index, each in enumerate(held)}
    found: list[Row] = []
    taken: set[tuple[str, int]] = set()
    for index, each in enumerate(held):
        for label, value, at in _of(index, each, held, place):
            if (label, at.id) not in taken:
                taken.add((label, at.id))
                found.append(Row(label, value[: int(LIMITS["value"])].strip(), at))
    return tuple(found)


def _of(
    index: int, each: Element, held: tuple[Element, ...], place: dict[int, int]
) -> Iterator[tuple[str, str, Element]]:
    for label, value, line in (*_stated(each.own), *_stated(each.ocr)):
        if not value and line == each.own:
            yield label, _remainder(each) or _beside(index, each, held, place), each
        else:
            yield label, value, each
    if ":" in plain(each.own):
        return
    label = label_of(each.own)
    if not label or (each.clickable and each.tag not in _HEAD_CELLS):
        return
    yield label, _beside(index, each, held, place), each


@per_line
def _stated(words: str) -> tuple[tuple[str, str, str | None], ...]:
    """The rows in these lines: label, value, and the line where it is of this one row."""
    found: list[tuple[str, str, str | None]] = []
    for line in words.split("\n"):
        several = _several(line)
        if several:
            found += ((label, value, None) for label, value in several if label)
            continue
        match = _ONE_LINE.match(plain(line)) if 0 < len(line) <= LIMITS["value"] + 20 else None
        label = label_of(match[1]) if match else ""
        if match and label:
            found.append((label, match[2].strip(), line))
    return tuple(found)


def _several(line: str) -> tuple[tuple[str, str], ...]:
    """Rows set side by side in one line (品牌：甲 型号：乙, 品牌 甲 型号 乙), each with a label we know; else empty."""
    if len(line) > LIMITS["value"] + 20:
        return ()
    # plain() would close up the blanks between Chinese words, which part the rows.
    said = _SIDE.sub(" ", line.replace("：", ":"))
    marks = [match for match in _LABELLED.finditer(said) if label_of(match[1])]
    if len(marks) > 1:
        ends = [*(match.start() for match in marks[1:]), len(said)]
        return tuple(
            (label_of(match[1]), said[match.end() : end].strip()) for match, end in zip(marks, ends, strict=True)
        )
    words = line.split()
    pairs = tuple((label_of(label), value) for label, value in zip(words[::2], words[1::2], strict=False))
    return pairs if len(pairs) > 1 and ":" not in said and sum(bool(label) for label, _ in pairs) > 1 else ()


def _remainder(each: Element) -> str:
    """What children of the element say behind its own label."""
    return each.text.removeprefix(each.own).strip() if each.text.startswith(each.own) else ""


def _beside(index: int, each: Element, held: tuple[Element, ...], place: dict[int, int]) -> str:
    """The value that stands in the same row or right below."""
    parent = held[place[each.parent]] if each.parent in place else None
    said = each.text or each.own
    if parent is not None and parent.own and parent.text.startswith(said):
        return parent.text.removeprefix(said).strip(" :")
    alone = parent is not None and parent.text == said
    up = parent.parent if alone and parent is not None else None
    for other in held[index + 1 : index + 8]:
        if other.parent == each.id or (other.parent != each.parent and not (alone and other.parent == up)):
            continue
        words = " ".join((other.text or other.own or other.name or other.ocr).split())
        if not words:
            continue
        if label_of(words) or (each.tag in _HEAD_CELLS and other.tag in _HEAD_CELLS) or other.heading:
            return ""
        opened = _ONE_LINE.match(plain(words))
        if opened and label_of(opened[1]):
            return ""
        return words if _near(each, other) else ""
    return ""


def _near(label: Element, value: Element) -> bool:
    if not value.seen or not label.seen:
        return label.seen == value.seen  # both in a closed tab have no place on the page
    across = value.box.y < label.box.y + label.box.h + 4 and value.box.y + value.box.h > label.box.y - 4
    under = 0 <= value.box.y - label.box.y <= LIMITS["below"]
    return across or under

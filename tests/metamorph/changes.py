"""The changes: what is done to a site's words, and what an answer must do then.

Each gives the changed site, or None where it cannot be done to these words.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from crawler.site import Element, Site, View
from crawler.vocabulary import Region
from probes.finding import Outcome
from probes.text.numbered import strip_item_mark
from tests.cases.build import SHOP, element
from tests.metamorph.edit import every, holds, moved, sentences, those
from tests.metamorph.subjects import Subject, squeezed
from tests.metamorph.transformation import Must, Transformation

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("changes.toml").read_text("utf-8"))
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) == "%"}
_ENDS = "。！？!?；;"


def take_out(subject: Subject) -> Site | None:
    """The quoted sentences are not there."""
    return those(subject.site, subject.quotes, lambda _: "")


def deny(subject: Subject) -> Site | None:
    """The quoted sentences say that it is not so."""
    if subject.check.good is not Outcome.YES:
        return None
    changed = 0

    def denied(sentence: str) -> str:
        nonlocal changed
        if any(word in sentence for word in WORDS["deny"]["already"]):
            return sentence
        for verb in WORDS["deny"]["verbs"]:
            if verb in sentence:
                changed += 1
                return sentence.replace(verb, f"不{verb}")
        return sentence

    site = those(subject.site, subject.quotes, denied)
    return site if changed else None


def to_footer(subject: Subject) -> Site | None:
    """The quoted sentences stand in the footer of their page."""

    def put(view: View, sentence: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
        box = (20, view.height - 60, 600, 24)
        return (sentence,), (element(0, view.url, text=sentence, region=Region.FOOTER, box=box),)

    return _moved(subject, put)


def to_review(subject: Subject) -> Site | None:
    """A buyer says them in a review below the page's own words."""
    words = WORDS["review"]

    def put(view: View, sentence: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
        lines = (words["heading"], words["author"], words["time"], sentence)
        top = view.height - 400
        made = [element(0, view.url, text=words["heading"], tag="h3", heading=3, box=(20, top, 200, 24))]
        for index, line in enumerate(lines[1:], 1):
            made.append(
                element(0, view.url, text=line, classes="comment-item review", box=(20, top + 30 * index, 600, 24))
            )
        return lines, tuple(made)

    return _moved(subject, put)


def to_goods(subject: Subject) -> Site | None:
    """They are the name of a product that is recommended below."""
    price = WORDS["goods"]["price"]

    def put(view: View, sentence: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
        name, top = sentence.rstrip(_ENDS), view.height - 400
        card = element(
            0, view.url, text=name, href=f"{SHOP}goods/7.html", classes="recommend goods-name", box=(20, top, 200, 24)
        )
        return (name, price), (card, element(0, view.url, text=price, classes="price", box=(20, top + 30, 80, 24)))

    return _moved(subject, put)


def to_link(subject: Subject) -> Site | None:
    """They are the title of a link to somewhere else."""

    def put(view: View, sentence: str) -> tuple[tuple[str, ...], tuple[Element, ...]]:
        name = sentence.rstrip(_ENDS)
        link = element(0, view.url, text=name, href=f"{SHOP}news/8.html", box=(20, view.height - 300, 400, 24))
        return (name,), (link,)

    return _moved(subject, put)


def of_another(subject: Subject) -> Site | None:
    """Another company is the one who does so."""
    words = WORDS["others"]
    own = [value for value in words["own"] if any(value in quote for quote in subject.quotes)]

    def told(sentence: str) -> str:
        for value in own:
            if value in sentence:
                return sentence.replace(value, words["stranger"])
        return f"{words['prefix']}{sentence}"

    return those(subject.site, subject.quotes, told)


def traditional(subject: Subject) -> Site | None:
    """All is written in traditional characters."""
    table = _traditional()
    site = every(subject.site, lambda text: text.translate(table))
    return site if site != subject.site else None


def full_width(subject: Subject) -> Site | None:
    """Digits and letters of the quoted sentences are of full width."""
    site = those(subject.site, subject.quotes, lambda text: text.translate(_WIDE))
    return site if site != subject.site else None


def broken_lines(subject: Subject) -> Site | None:
    """The quoted sentences run over lines that end after a comma."""
    return _lines(subject, lambda text: text.replace("，", "，\n"))


def listed(subject: Subject) -> Site | None:
    """Each quoted sentence is an item of a list with a mark of its own; one that has a mark keeps it."""
    return _lines(subject, lambda text: _marked("• ", text))


def numbered(subject: Subject) -> Site | None:
    """Each quoted sentence is an item with a number; one that has a mark keeps it."""
    return _lines(subject, lambda text: _marked("（1）", text))


def _marked(mark: str, text: str) -> str:
    return f"\n{mark}{text.strip()}\n" if strip_item_mark(text) == text else text


def voiced(subject: Subject) -> Site | None:
    """The shop calls itself by another of the usual words."""
    site = every(subject.site, lambda text: _replaced(text, WORDS["voices"]))
    return (
        site
        if any(
            squeezed(old.text) != squeezed(new.text) for old, new in zip(subject.site.views, site.views, strict=True)
        )
        else None
    )


def worded(name: str) -> Callable[[Subject], Site | None]:
    """The quoted sentences say the same in other usual words."""

    def change(subject: Subject) -> Site | None:
        site = those(subject.site, subject.quotes, lambda text: _replaced(text, WORDS["wordings"][name]))
        return site if site != subject.site else None

    change.__doc__ = worded.__doc__
    return change


def leave_unsaid(name: str) -> Callable[[Subject], Site | None]:
    """The quoted sentences are planned, wished for, asked, over: nobody here says them of today."""
    before, after = WORDS["unsaid"][name]

    def change(subject: Subject) -> Site | None:
        if subject.check.good is not Outcome.YES:
            return None
        return those(subject.site, subject.quotes, lambda text: f"{before}{text.strip().rstrip(_ENDS)}{after}")

    change.__doc__ = leave_unsaid.__doc__
    return change


WORDED = (
    Transformation("take_out", Must.FALL, take_out),
    Transformation("deny", Must.FALL, deny),
    Transformation("to_footer", Must.FALL, to_footer),
    Transformation("to_review", Must.FALL, to_review),
    Transformation("to_goods", Must.FALL, to_goods),
    Transformation("to_link", Must.FALL, to_link),
    Transformation("of_another", Must.FALL, of_another),
    *(Transformation(f"unsaid_{name}", Must.FALL, leave_unsaid(name)) for name in WORDS["unsaid"]),
    Transformation("traditional", Must.HOLD, traditional),
    Transformation("full_width", Must.HOLD, full_width),
    Transformation("broken_lines", Must.HOLD, broken_lines),
    Transformation("listed", Must.HOLD, listed),
    Transformation("numbered", Must.HOLD, numbered),
    Transformation("voiced", Must.HOLD, voiced),
    *(Transformation(f"worded_{name}", Must.HOLD, worded(name)) for name in WORDS["wordings"]),
)


def _moved(subject: Subject, put: Callable[[View, str], tuple[tuple[str, ...], tuple[Element, ...]]]) -> Site | None:
    return moved(subject.site, subject.quotes, put)


def _lines(subject: Subject, change: Callable[[str], str]) -> Site | None:
    """Changes how the page's text runs; what an element says has no lines of its own."""

    def within(text: str) -> str:
        return "".join(
            change(sentence) if holds(sentence, subject.quotes) else sentence for sentence in sentences(text)
        )

    views = tuple(dataclasses.replace(view, text=within(view.text)) for view in subject.site.views)
    site = dataclasses.replace(subject.site, views=views)
    return site if site != subject.site else None


def _replaced(text: str, words: dict[str, str]) -> str:
    """Each old word by its new one, at one go, so that no word is replaced twice."""
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(pattern, lambda match: words[match.group()], text)


@cache
def _traditional() -> dict[int, str]:
    """Simplified to traditional, from the table by which the product reads the one as the other; the first that fits."""
    raw = tomllib.loads(files("probes.text").joinpath("normalise.toml").read_text("utf-8"))["traditional"]
    table: dict[int, str] = {}
    for pair in raw.split():
        table.setdefault(ord(pair[1]), pair[0])
    return {code: new for code, new in table.items() if unicodedata.category(new) == "Lo"}

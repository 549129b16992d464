"""A policy is read sentence by sentence: what it states, in whose name, and what only looks like a statement."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.reading import silence, word_pattern
from probes.reading.normalise import REMEMBERED, plain
from probes.reading.remember import LINES, PAGES, per_line, per_view_and
from probes.text.announced import announces
from probes.text.contents import without_contents
from probes.text.numbered import carries, names_chapter, only_asks
from probes.text.ranking import label_of

pattern = word_pattern.compiled  # the language that all lists of words are written in

_DATA = tomllib.loads(files("probes.reading").joinpath("policy.toml").read_text("utf-8"))
_LIMITS: dict[str, float] = _DATA["limits"]
_WORDS: dict[str, list[str]] = _DATA["words"]
TOLD: float = _LIMITS["told"]
DOCUMENT: tuple[str, ...] = tuple(_WORDS["document"])  # what the names of policies hold
_BRANDS: dict[str, list[str]] = _DATA["brands"]
_SYNONYMS: dict[str, str] = _DATA["synonyms"]
_PLACEHOLDER = re.compile(_DATA["patterns"]["placeholder"])
_DATELINE = re.compile(_DATA["patterns"]["dateline"])
_DENIED_BEFORE = re.compile(_DATA["patterns"]["denied_before"])
_DENIED_WITHIN = re.compile(_DATA["patterns"]["denied_within"])
_NOT_GRAMMAR = re.compile("|".join(map(re.escape, _WORDS["not_grammar"])))
_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+|$)", re.MULTILINE)
_ENGLISH_END = re.compile(r"(?<=[a-z)]\.)\s+(?=[A-Z])")
_PIECES = re.compile(r"[、，,\s/|·:：]+")
_BARS = re.compile(r"[|·•｜]")
_NUMBER = re.compile(r"\s?([0-9][0-9.]{0,9})\s?")  # 消费 1 元积 1 分 is one piece
_MARKS = re.compile("[*#`]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: folded for matching, raw for quoting, with the nearest heading above it and the label that leads its line, folded."""

    text: str
    raw: str
    heading: str = ""
    label: str = ""


@per_line
def fold(text: str) -> str:
    """Text as patterns see it: ``normalise.plain`` line by line, without the marks of Markdown."""
    if len(text) <= REMEMBERED and "\n" not in text:
        return _line(text)
    return "\n".join(_line(line) if len(line) <= REMEMBERED else _fold(line) for line in text.split("\n"))


def _fold(line: str) -> str:
    """One line; no synonym holds a line break."""
    folded = _MARKS.sub("", plain(line))
    for word, same in _SYNONYMS.items():
        folded = folded.replace(word, same)
    return folded


_line = lru_cache(maxsize=LINES)(_fold)  # most lines stand on many pages, and are asked for by many probes


@lru_cache(maxsize=PAGES)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that say something: no headings, no tables of contents, no lists of bare keywords."""
    found: list[Sentence] = []
    heading, age = "", 0
    lines = [read for line in without_contents(text).split("\n") if (read := _said(line)).folded]
    for at, here in enumerate(lines):
        age += 1
        if here.heads or (here.numbered and at + 1 < len(lines) and carries(lines[at + 1].folded)):
            heading, age = here.folded, 0
        elif here.said:
            found += _under(heading if age <= _LIMITS["heading_lines"] else "", here.said, label_of(here.folded))
    return tuple(found)


@per_line
def _under(heading: str, said: tuple[tuple[str, str], ...], label: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(folded, raw, heading, label) for folded, raw in said)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line folded; is it a heading, or one where a text follows (``numbered``); else its sentences, folded and raw."""

    folded: str
    heads: bool = False
    numbered: bool = False
    said: tuple[tuple[str, str], ...] = ()


@per_line
def _said(line: str) -> _Line:
    folded = fold(line).strip()
    if not folded or _DATELINE.fullmatch(folded):
        return _Line(folded)  # 更新日期：… says when, not what the next lines are about
    if _is_heading(folded) or only_asks(folded):
        return _Line(folded, heads=True)
    split = ((fold(raw).strip(), raw) for raw in _split(line))
    said = tuple((each, " ".join(raw.split())) for each, raw in split if _is_prose(each, raw))
    return _Line(folded, numbered=names_chapter(folded), said=said)


def _is_heading(line: str) -> bool:
    """A short line without a sentence mark that speaks of nobody (五、个人信息的保存期限), or a question."""
    if len(line) <= _LIMITS["heading"] and line[-1] in "？?" and "|" not in line:
        return True
    menu = line.count("|") > 1  # 支付失败怎么办 | 如何取消订单 | …
    if menu or len(line) > _LIMITS["heading"] or line[-1] in "。！？!?；;.，,":
        return False
    return not any(word in f" {line} " for word in _WORDS["subject"])


def _split(line: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(line):
        yield from _ENGLISH_END.split(match.group())


def _is_prose(said: str, raw: str) -> bool:
    """A sentence has grammar; a heading is short and a heap of keywords is many short pieces, be it blanks that part them."""
    if len(said) < _LIMITS["min_sentence"] or said[-1] in "？?" or _unwritten(said) or menu(raw):
        return False
    if said.count("|") > 1 and said[-1] not in "。.！!；;":
        return False
    padded = f" {_NOT_GRAMMAR.sub('', said).lower()} "
    grammar = len([word for word in _WORDS["grammar"] if word in padded])
    return grammar > 1 or (grammar == 1 and not heap(raw))


def _unwritten(said: str) -> bool:
    """Is it all a stub says (内容更新中，敬请期待。)?"""
    return len(said) <= _LIMITS["stub"] and pattern(tuple(_WORDS["stub"])).search(said) is not None


@per_line
def heap(raw: str) -> bool:
    """Many short pieces in a row that say nothing of each other, parted by commas or blanks."""
    pieces = [piece for piece in _PIECES.split(_NUMBER.sub(r"\1", raw)) if piece]
    short = sum(1 for piece in pieces if len(piece) <= _LIMITS["heap_piece"])
    return len(pieces) >= _LIMITS["heap_pieces"] and short >= 0.8 * len(pieces) and not raw.isascii()


@per_line
def menu(raw: str) -> bool:
    """Short labels in a row parted by bars or dots, whatever words of grammar they hold (七天无理由 | 送货上门 | 全国包邮)."""
    pieces = [piece.strip() for piece in _BARS.split(raw)]
    return len(pieces) >= _LIMITS["menu_pieces"] and all(len(piece) <= _LIMITS["menu_piece"] for piece in pieces)


def stated(
    said: Iterable[Sentence],
    words: tuple[str, ...],
    *,
    near: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    affirmed: bool = False,
    announcing: bool = False,
) -> Sentence | None:
    """The first sentence that holds one of the words, one of ``near`` (in it or its heading) and none of ``never``.

    ``affirmed`` passes over words that the sentence only denies (暂不受理投诉), ``announcing`` counts sentences that only announce.
    """
    silent = silence.known(words)
    for sentence in said:
        if sentence.text in silent or not silence.holds(sentence.text, words):  # mostly
            continue
        if not announcing and announces(sentence.text):
            continue
        if affirmed and not affirms(sentence.text, pattern(words)):
            continue
        if never and pattern(never).search(sentence.text):
            continue
        if not near or pattern(near).search(sentence.text) or pattern(near).search(sentence.heading):
            return sentence
    return None


def affirms(said: str, wanted: re.Pattern[str]) -> bool:
    """Does a sentence hold the words otherwise than with a "no" right before them (不提供先行赔付) or within (纠纷概不介入)?"""
    if wanted.search(said) is None:  # mostly
        return False
    for match in wanted.finditer(said):
        before = said[max(0, match.start() - int(_LIMITS["denial"])) : match.start()]
        if not _DENIED_BEFORE.search(before) and not _DENIED_WITHIN.search(match.group()):
            return True
    return False


def prose(view: View) -> int:
    """Characters of real sentences."""
    return _prose(view.text)


@lru_cache(maxsize=PAGES)
def _prose(text: str) -> int:
    return sum(len(sentence.text) for sentence in sentences(text))


def is_document(view: View) -> bool:
    """Is this view a text of its own and, where personal data are asked about, one on them?"""
    return is_text(view) and (view.role is not Role.PRIVACY or notice(view) is not None)


def is_text(view: View) -> bool:
    """Is this view neither a stub nor an index of links?"""
    length = prose(view)
    if length < _LIMITS["min_prose"]:
        return False
    linked = sum(len(each.text) for each in view.elements if each.href and each.seen and each.tag == "a")
    return linked < _LIMITS["list_share"] * (linked + length)


def notice(view: View) -> Sentence | None:
    """A sentence in which the text speaks of its own handling of personal data; a text without one is no privacy notice.

    Who speaks may call himself by any name: a text that says often enough what is done with personal data is one without a name too.
    """
    return _notice(view.text)


@lru_cache(maxsize=PAGES)
def _notice(text: str) -> Sentence | None:
    own, others = tuple(_WORDS["own"]), tuple(_WORDS["duty_of_others"])
    processing, said = tuple(_WORDS["processing"]), sentences(text)
    first = stated(said, processing, near=own, never=others, announcing=True)
    if first is not None:
        return first
    handled = [each for each in said if stated((each,), processing, never=others) is not None]
    return handled[0] if len(handled) >= _LIMITS["unnamed"] else None


def documents(site: Site, role: Role = Role.PRIVACY) -> tuple[View, ...]:
    """The views of that role that are texts of their own; those in somebody else's name come last."""
    found = [view for view in site.all(role) if is_document(view)]
    return tuple(sorted(found, key=lambda view: bool(foreign(view, site.platform))))


def garbled(view: View) -> bool:
    """Is the text unreadable because its encoding was mistaken?"""
    odd = sum(1 for each in view.text if "\x80" <= each <= "\xff" or each in "\ufffd锟斤拷")
    return odd > _LIMITS["garbled_share"] * max(1, len(view.text))


def placeholder(view: View) -> str:
    """A name left to be filled in (XX公司, [公司名称]), or empty."""
    match = _PLACEHOLDER.search(view.text)
    return match.group() if match else ""


def foreign(view: View, platform: Platform) -> str:
    """A known brand in whose name this policy speaks although the shop is not that brand's; empty = none."""
    return _foreign(view, (platform.url, platform.name))


@per_view_and
def _foreign(view: View, whose: tuple[str, str]) -> str:
    platform = Platform(*whose)
    hosts = {urlsplit(platform.url).hostname or "", urlsplit(view.url).hostname or ""}
    for brand, domains in _BRANDS.items():
        home = any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in domains)
        if home or brand in platform.name:
            continue
        opening = brand in view.title or brand in view.text[: int(_LIMITS["opening"])]
        if opening and view.text.count(brand) >= _LIMITS["foreign_mentions"] and platform.name not in view.text:
            return brand
    return ""


def brand_named(text: str, platform: Platform, but: tuple[str, ...] = ()) -> str:
    """A known brand, not at home on this platform, that a text names, save those in ``but``; empty = none."""
    for brand, domains in _BRANDS.items():
        if brand not in text or brand in but or brand in platform.name:  # mostly
            continue
        host = urlsplit(platform.url).hostname or ""
        if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
            return brand
    return ""

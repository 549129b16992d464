"""Reads a policy sentence by sentence: what it states, in whose name, and what only looks like a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from crawler.links import role_links
from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.pages.rules import brands, list_entries
from probes.schema.reader_tables import PolicyTable
from probes.text import silence, word_pattern
from probes.text.announced import announces_only, is_unasserted, without_deferred
from probes.text.contents import without_contents
from probes.text.normalise import fold_text
from probes.text.numbered import carries_statement, ends_led_list, names_chapter, only_asks, read_leading_heading
from probes.text.ranking import read_leading_label
from probes.text.remember import per_line, per_text

pattern = word_pattern.compile_words  # the language that all lists of words are written in

FILE = SettingsFile("probes.pages.rules", "policy.toml", PolicyTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_WORDS = _DATA.words
TOLD: float = _LIMITS["told"]
QUOTE = int(_LIMITS["quote"])  # characters of a sentence that evidence shows, at most
SAID = int(_LIMITS["said"])  # and an answer's own sentence
BRIEF = int(_LIMITS["brief"])  # and of one that leaves out what it is about
DOCUMENT: tuple[str, ...] = tuple(_WORDS["document"])  # what the names of policies hold
NAMED: tuple[str, ...] = tuple(_WORDS["named"])  # handling of data that are called by their names
_PROCESSING = (*_WORDS["processing"], *NAMED)
_OWN, _OTHERS = tuple(_WORDS["own"]), tuple(_WORDS["duty_of_others"])
_SUBJECTS: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in _DATA.subjects.items()}
_PLACEHOLDER, _DATELINE = (re.compile(_DATA.patterns[name]) for name in ("placeholder", "dateline"))
_DENIED_BEFORE, _DENIED_WITHIN = (re.compile(_DATA.patterns[name]) for name in ("denied_before", "denied_within"))
_NOT_GRAMMAR = re.compile("|".join(map(re.escape, _WORDS["not_grammar"])))
_SENTENCE = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+|$)", re.MULTILINE)
_ENGLISH_END = re.compile(r"(?<=[a-z)]\.)\s+(?=[A-Z])")
_PIECES, _BARS = re.compile(r"[、，,\s/|·:：]+"), re.compile(r"[|·•｜]")
_NUMBER = re.compile(r"\s?([0-9][0-9.]{0,9})\s?")  # 消费 1 元积 1 分 is one piece


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, folded for matching and raw for quoting; the heading above it and the label that leads its line, both folded."""

    text: str
    raw: str
    heading: str = ""
    label: str = ""


# A line that ends after a comma runs on, unless the next is an item of a list.
_BROKEN = re.compile(r"，[ \t]*\n[ \t]*(?=[\u4e00-\u9fff])(?![一二三四五六七八九十]{1,3}[、.．])")


@per_text
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that say something: no headings, tables of contents or bare lists of keywords."""
    found: list[Sentence] = []
    for line, heading, kind in list_headed_lines(text):
        here = _said(line)
        if kind is not LineKind.HEADING and here.said:
            over = " ".join(filter(None, (heading, read_leading_heading(here.folded))))
            found += _under(over, here.said, read_leading_label(here.folded))
    return tuple(found)


class LineKind(StrEnum):
    """What a line of a text is by itself and those around it."""

    HEADING = "heading"
    ITEM = "item"  # of a list, marked by a bullet or number
    OTHER = "other"


@per_text
def list_headed_lines(text: str) -> tuple[tuple[str, str, LineKind], ...]:
    """The lines of a text, each with the nearest heading above it, folded (empty where there is none), and its kind."""
    found: list[tuple[str, str, LineKind]] = []
    heading, outer, age, before = "", "", 0, ""
    whole = _BROKEN.sub("，", without_contents(text))
    lines = [(line, read) for line in whole.split("\n") if (read := _said(line)).folded]
    for at, (line, here) in enumerate(lines):
        age += 1
        heading = outer if ends_led_list(heading, here.folded) else heading
        below = lines[at + 1][1] if at + 1 < len(lines) else _PolicyLine("")
        item = list_entries.is_item(before, here.folded, below.folded, carried=bool(below.said))
        if not item and (here.heads or (here.numbered and below.folded and carries_statement(below.folded))):
            outer, heading, age = heading, here.folded, 0
            found.append((line, "", LineKind.HEADING))
        else:
            above = heading if age <= _LIMITS["heading_lines"] else ""
            found.append((line, above, LineKind.ITEM if item else LineKind.OTHER))
        before = here.folded
    return tuple(found)


@per_line
def _under(heading: str, said: tuple[tuple[str, str], ...], label: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(folded, raw, heading, label) for folded, raw in said)


@dataclass(frozen=True, slots=True)
class _PolicyLine:
    """A folded line: a heading, or one where text follows (``numbered``), else its sentences, folded and raw."""

    folded: str
    heads: bool = False
    numbered: bool = False
    said: tuple[tuple[str, str], ...] = ()


@per_line
def _said(line: str) -> _PolicyLine:
    folded = fold_text(line).strip()
    if not folded or _DATELINE.fullmatch(folded):
        return _PolicyLine(folded)  # 更新日期：… says when, not what the next lines are about
    if _is_heading(folded) or only_asks(folded):
        return _PolicyLine(folded, heads=True)
    split = ((fold_text(raw).strip(), raw) for raw in _split(line))
    said = tuple((sentence, " ".join(raw.split())) for sentence, raw in split if _is_prose(sentence, raw))
    return _PolicyLine(folded, numbered=names_chapter(folded), said=said)


def _is_heading(line: str) -> bool:
    """Is it a short line without a sentence mark or anybody as its subject (五、个人信息的保存期限), or a question? No row of a menu."""
    if len(line) <= _LIMITS["heading"] and line[-1] in "？?" and "|" not in line:
        return True
    if line.count("|") > 1 or len(line) > _LIMITS["heading"] or line[-1] in "。！？!?；;.，,~":
        return False
    return not any(word in f" {line} " for word in _WORDS["subject"])


def _split(line: str) -> Iterator[str]:
    return (piece for match in _SENTENCE.finditer(line) for piece in _ENGLISH_END.split(match.group()))


def _is_prose(said: str, raw: str) -> bool:
    """Is it a sentence, with function words or its end, rather than a short heading or a heap of keywords, many short pieces?"""
    if len(said) < _LIMITS["min_sentence"] or said[-1] in "？?" or is_unwritten(said) or is_menu(raw):
        return False
    if said.count("|") > 1 and said[-1] not in "。.！!；;":
        return False
    padded = f" {_NOT_GRAMMAR.sub('', said).lower()} "
    grammar = sum(word in padded for word in _WORDS["grammar"])
    least = _LIMITS["heap_pieces" if grammar else "bare_pieces"]  # 商品、描述、服务、物流。 is a row of names
    return grammar > 1 or ((grammar == 1 or said[-1] in "。；;") and not is_heap(raw, least))


def is_unwritten(said: str) -> bool:
    """Is it only the text of a page still to be written (内容更新中，敬请期待。)?"""
    return len(said) <= _LIMITS["stub"] and pattern(tuple(_WORDS["stub"])).search(said) is not None


@per_line
def is_heap(raw: str, least: float = _LIMITS["heap_pieces"]) -> bool:
    """Is it a row of ``least`` or more short pieces that say nothing about each other, separated by commas or blanks?"""
    pieces = [len(piece) <= _LIMITS["heap_piece"] for piece in _PIECES.split(_NUMBER.sub(r"\1", raw)) if piece]
    return len(pieces) >= least and sum(pieces) >= 0.8 * len(pieces) and not raw.isascii()


@per_line
def is_menu(raw: str) -> bool:
    """Is it a row of short labels separated by bars or dots, whatever function words they hold (七天无理由 | 送货上门 | 全国包邮)?"""
    pieces = [piece.strip() for piece in _BARS.split(raw)]
    least = 3 if "" in pieces else _LIMITS["menu_pieces"]  # 我的订单 | 帮助中心 | ends with a bar
    return len(pieces) >= least and all(len(piece) <= _LIMITS["menu_piece"] for piece in pieces)


def find_statement(
    said: Iterable[Sentence],
    words: tuple[str, ...],
    *,
    near: tuple[str, ...] = (),
    never: tuple[str, ...] = (),
    affirmed: bool = False,
    announcing: bool = False,
    deferring: bool = False,
) -> Sentence | None:
    """The first sentence that holds one of the words, one of ``near`` (in it or its heading) and none of ``never``; else None.

    ``affirmed`` skips words that the sentence only denies (暂不受理投诉); ``announcing`` also counts sentences that only
    announce. What is put off (另行制定), or told of others or another day, is never stated, yet ``deferring`` counts it.
    """
    listed = silence.read_list(words)
    for sentence in said:
        if not listed.holds(sentence.text):  # the usual case
            continue
        if (not announcing and announces_only(sentence.text)) or (not deferring and is_unasserted(sentence.text)):
            continue
        settled = sentence.text if deferring else without_deferred(sentence.text)
        if settled != sentence.text and not listed.holds(settled):
            continue
        if affirmed and not affirms_word(sentence.text, pattern(words)):
            continue
        if never and pattern(never).search(sentence.text):
            continue
        if not near or pattern(near).search(sentence.text) or pattern(near).search(sentence.heading):
            return sentence
    return None


def affirms_word(said: str, wanted: re.Pattern[str]) -> bool:
    """Does a sentence hold the words without a "no" right before (不提供先行赔付) or inside them (纠纷概不介入)?"""
    if wanted.search(said) is None:  # the usual case
        return False
    for match in wanted.finditer(said):
        before = said[max(0, match.start() - int(_LIMITS["denial"])) : match.start()]
        if not _DENIED_BEFORE.search(before) and not _DENIED_WITHIN.search(match.group()):
            return True
    return False


def count_prose(view: View) -> int:
    """The number of characters in real sentences."""
    return _prose(view.text)


@per_text
def _prose(text: str) -> int:
    return sum(len(sentence.text) for sentence in split_sentences(text))


def is_document(view: View) -> bool:
    """Is this view a text of its own and, where the role is about personal data, a text about them?"""
    return is_text(view) and (view.role is not Role.PRIVACY or find_notice(view) is not None)


def is_text(view: View) -> bool:
    """Is this view more than a stub or an index of links?"""
    length = count_prose(view)
    if length < _LIMITS["min_prose"] and not _terse(view, length):
        return False
    linked = sum(len(element.text) for element in view.elements if element.href and element.seen and element.tag == "a")
    return linked < _LIMITS["list_share"] * (linked + length)


def _terse(view: View, length: int) -> bool:
    """Is it a privacy policy in few words, with something to the point in each sentence?"""
    enough = view.role is Role.PRIVACY and length >= _LIMITS["terse"]
    return enough and len(handled_sentences(view.text)) >= _LIMITS["handled"]


def find_notice(view: View) -> Sentence | None:
    """A sentence by which the text is a notice on personal data handled here: in its own voice, by how often it tells of it, or by its subjects."""
    return _notice(view.text) or (_told(view.text) if _is_called_notice(view) else None)


def _is_called_notice(view: View) -> bool:
    """Whether its title or the link to it is what notices are called, by a word or by any name of theirs."""
    called = pattern(DOCUMENT).search(fold_text(" ".join((view.title, *view.path[-1:])))) is not None
    return called or any(role_links.is_name(Role.PRIVACY, step) for step in view.path[-1:])


@per_text
def _told(text: str) -> Sentence | None:
    said = split_sentences(text)  # what its headings name is told of below them
    told = (
        find_statement(said, words, never=_OTHERS)
        or next((one for one in said if pattern(words).search(one.heading)), None)
        for words in _SUBJECTS.values()
    )
    found = [sentence for sentence in told if sentence is not None]
    return found[0] if len(found) >= _LIMITS["told_of"] else None


@per_text
def _notice(text: str) -> Sentence | None:
    first = find_statement(split_sentences(text), _PROCESSING, near=_OWN, never=_OTHERS, announcing=True)
    handled = () if first else handled_sentences(text)
    return handled[0] if len(handled) >= _LIMITS["unnamed"] else first


@per_text
def handled_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences that say what is done with personal data here, whoever speaks."""
    return tuple(one for one in split_sentences(text) if find_statement((one,), _PROCESSING, never=_OTHERS) is not None)


def policy_documents(site: Site, role: Role = Role.PRIVACY) -> tuple[View, ...]:
    """The views of that role that are texts of their own, those in another company's name last."""
    own = filter(is_document, site.all(role))
    return tuple(sorted(own, key=lambda view: bool(brands.foreign_brand(view, site.platform))))


def is_garbled(view: View) -> bool:
    """Is the text unreadable because of a wrong encoding?"""
    odd = sum(1 for character in view.text if "\x80" <= character <= "\xff" or character in "\ufffd锟斤拷")
    return odd > _LIMITS["garbled_share"] * max(1, len(view.text))


def find_placeholder(view: View) -> str:
    """A name still to be filled in (XX公司, [公司名称]), or empty."""
    return match.group() if (match := _PLACEHOLDER.search(view.text)) else ""

"""What a person who signs would strike out of a sentence: words of the other language, names of our program, numbers and lists that
contradict themselves.

A sentence has our own words and what it shows in quotes; only our own are read here. A quote that was cut off ends with the sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from probes.finding import Text

ALLOWED: dict[str, Any] = tomllib.loads(Path(__file__).with_name("allowed.toml").read_text("utf-8"))
_CLOSING = {"「": "」", "『": "』", "“": "”", "‘": "’", "«": "»", "《": "》", "【": "】"}
_ADDRESS = re.compile(
    r"https?://[^\s，。；、（）()“”「」]+|\b(?:[a-z0-9-]+\.)+(?:cn|com|net|org|example|test)\b(?::\d+)?(?:/[^\s，。；、（）()“”「」]*)?"
)
_SHOWN = "\ufffc"
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_MARKS = re.compile(r"[，。；：、（）！？「」《》]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.\-/]*[A-Za-z0-9]|[A-Za-z]")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_COUNTED = re.compile(r"(?<![/\d])(\d+) ?[种项处类][^，。；：\d]{0,12}：([^，。；：]*\ufffc[^，。；：]*)")
_NAME = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]\w*(?:Error|Exception)\b|\bNone\b|\bTrue\b|\bFalse\b|\bnan\b|[{}]|<\w+>")
_BROKEN = {
    "zh": re.compile(r"[，。；、：][，。；、]|（）|「」|；$|：$|、$|^[，。；、：]|\s{2,}|[，。；、：] "),
    "en": re.compile(r",\s*,|;\s*;|\(\s*\)|“”|[;:,]$|^[;:,]|\s{2,}|\s[,;:.](?:\s|$)|\.\."),
}
_NOUNS = "|".join(ALLOWED["en"]["counted"])
_ONE_MANY = re.compile(rf"(?<![\d.,/:–-])1 (?:[a-z-]+ ){{0,2}}?((?:{_NOUNS})s|entries)\b")
_MANY_ONE = re.compile(rf"(?<![\d.,/:–-])(?:[2-9]|\d{{2,}}) ({_NOUNS})\b(?!-| [a-z]+s\b)")
_OF = {
    "zh": re.compile(
        r"(\d+) ?[个张条项处次种类件页] ?[^，。；、：\d]{0,12}中(?:有|，)? ?(\d+) ?[个张条项处次种类件页]"
    ),
    "en": re.compile(r"\b(\d+) of (?:the )?(\d+)\b"),
}


def faults(text: Text) -> tuple[str, ...]:
    """Each fault of the sentence in a few words, none where a person could sign it."""
    return tuple(dict.fromkeys((*_in_chinese(text.zh), *_in_english(text.en), *_numbers(text))))


def unsigned(*said: Iterable[tuple[str, Text]]) -> list[str]:
    """One line for each sentence with faults: who says it, the faults, the sentence in both languages."""
    return [
        f"{where}: {'; '.join(found)}: {text.zh} | {text.en}"
        for where, text in dict.fromkeys(chain.from_iterable(said))
        if (found := faults(text))
    ]


def own_words(sentence: str) -> str:
    """The sentence with a mark for each of its quotes, whatever they quote themselves, and for each address, which is shown as it is."""
    return _ADDRESS.sub(_SHOWN, "".join(_SHOWN if quoted else part for quoted, part in _parts(sentence)))


def _parts(sentence: str) -> Iterator[tuple[bool, str]]:
    """Our own words and quotes in turn. Pages open and close marks as they like: a mark that closes what an outer one holds closes
    that too, one in the middle of Chinese words closes no English quote, and what is never closed ends with the sentence."""
    open_: list[str] = []
    part, english = "", _is_english(sentence)
    for at, letter in enumerate(sentence):
        part += letter
        if letter in open_:
            follows = sentence[at + 1 : at + 2]
            if (
                english
                and letter == "”"
                and len(open_) == 1
                and follows
                and (_CJK.match(follows) or _MARKS.match(follows))
            ):
                continue
            del open_[len(open_) - 1 - open_[::-1].index(letter) :]
            if not open_:
                yield True, part
                part = ""
        elif letter in _CLOSING and (letter != "‘" or not open_):
            if not open_:
                yield False, part[:-1]
                part = letter
            open_.append(_CLOSING[letter])
    yield bool(open_), part


def _is_english(sentence: str) -> bool:
    """Do its own words begin in English?"""
    first = next((letter for letter in sentence if letter.isalpha()), "a")
    return first.isascii()


def _in_chinese(sentence: str) -> Iterator[str]:
    said = own_words(sentence)
    if not said.strip():
        yield "zh: empty"
    allowed = {*ALLOWED["zh"]["words"], *ALLOWED["zh"]["units"]}
    yield from (f"zh: latin {word}" for word in _LATIN.findall(said) if word not in allowed)
    yield from (f"zh: name {found}" for found in _NAME.findall(said))
    yield from (f"zh: broken {found!r}" for found in _BROKEN["zh"].findall(said))
    yield from (f"zh: twice {text}" for text in _twice(sentence, "、", "，。；：？"))


def _in_english(sentence: str) -> Iterator[str]:
    said = own_words(sentence)
    if not said.strip():
        yield "en: empty"
    yield from (f"en: chinese {found}" for found in _CJK.findall(said))
    yield from (f"en: mark {found}" for found in _MARKS.findall(said))
    yield from (f"en: name {found}" for found in _NAME.findall(said))
    yield from (f"en: broken {found!r}" for found in _BROKEN["en"].findall(said))
    yield from (f"en: twice {text}" for text in _twice(sentence, ",", ";:.?"))
    yield from (f"en: one {found}" for found in _ONE_MANY.findall(said))
    yield from (f"en: many {found}" for found in _MANY_ONE.findall(said))


def _twice(sentence: str, mark: str, ends: str) -> Iterator[str]:
    """What a list names more than once, quotes with what they hold; what stands in brackets belongs to what is before it."""
    for run in _split(_BRACKETS.sub("", sentence), ends):
        named = [text.strip() for text in _split(run, mark)]
        yield from dict.fromkeys(text for text in named if text and named.count(text) > 1)
        yield from (text for text in named[1:] if len(text) > 1 and text != named[0] and named[0].endswith(text))


def _split(sentence: str, at: str) -> list[str]:
    """The pieces between these characters, outside of quotes."""
    pieces = [""]
    for quoted, part in _parts(sentence):
        for letter in part:
            if not quoted and letter in at:
                pieces.append("")
            else:
                pieces[-1] += letter
    return pieces


def _numbers(text: Text) -> Iterator[str]:
    for found in _OF["en"].finditer(own_words(text.en)):
        part, whole = int(found[1]), int(found[2])
        if part > whole:
            yield f"en: {found[0]}"
    for found in _COUNTED.finditer(own_words(text.zh)):
        if int(found[1]) != found[2].count(_SHOWN):
            yield f"zh: {found[1]} of which {found[2].count(_SHOWN)} are shown"
    for found in _OF["zh"].finditer(own_words(text.zh)):
        if int(found[2]) > int(found[1]):
            yield f"zh: {found[0]}"

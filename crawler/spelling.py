"""Normalise words before matching: NFKC, no invisible characters, simplified, lower case."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import FieldKey, Setting


@dataclass(frozen=True, slots=True)
class Spelling:
    """Two spellings of one word."""

    written: Annotated[str, Setting("pattern of the other spelling")]
    spelled: Annotated[str, FieldKey("as"), Setting("what it stands for")]


@dataclass(frozen=True, slots=True)
class Spellings:
    """The file words.toml."""

    traditional: Annotated[str, Setting("characters of our own word lists")]
    simplified: Annotated[str, Setting("their simplified forms, one for one")]
    spellings: Mapping[str, Spelling]
    chance: Annotated[
        Mapping[str, tuple[str, ...]],
        Setting("words that stand by chance across two others, each with what then stands around it"),
    ]


FILE = SettingsFile("crawler", "spelling.toml", Spellings)
_DATA = FILE.load()
_SIMPLE = str.maketrans(dict(zip(_DATA.traditional, _DATA.simplified, strict=True)))
_SPELLINGS = tuple((re.compile(spelling.written), spelling.spelled) for spelling in _DATA.spellings.values())
_DROPPED = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_GROUPS = re.compile(r"\(([^()]*)\)|([^()]+)")
_LATIN = re.compile(r"[a-z]")
_BEFORE, _AFTER = re.compile(r"[a-z]+ $"), re.compile(r" [a-z]+")  # names of two words
LABEL = 60  # characters; longer texts are not cached: a process would keep the longest labels of every shop it has seen
LABELS = 1 << 15  # cached spellings


def say_once(label: str) -> str:
    """A label without the repetition that a title of the same words leaves where all that an element says is joined."""
    words = label.split()
    half = len(words) // 2
    return " ".join(words[:half]) if words and words[:half] * 2 == words else label


def plain_words(raw: str) -> str:
    """The normalised form for matching: brackets, dashes and width unified by NFKC, spaces between Chinese characters dropped."""
    return _known(raw) if len(raw) <= LABEL else _plain(raw)


def _plain(raw: str) -> str:
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", raw)).lower().translate(_SIMPLE)
    text = _SPACES.sub(" ", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text).strip()
    for written, spelled in _SPELLINGS:
        text = written.sub(spelled, text)
    return text


_known = lru_cache(maxsize=LABELS)(_plain)


def measure_label(said: str) -> float:
    """How much room a label takes, in Chinese characters: two Latin letters take that of one."""
    return len(said) - len(said.encode("ascii", "ignore")) / 2


def simplify_words(raw: str) -> str:
    """Traditional characters replaced by simplified ones, one for one: the text keeps its length and lines."""
    return raw.translate(_SIMPLE)


def spelled_out(written: Iterable[str]) -> tuple[str, ...]:
    """The plain words an entry of a word list stands for, each once: ``(a|b)(c|d)`` means all combinations, ac, ad, bc and bd."""
    found: dict[str, None] = {}
    for entry in written:
        parts = [(group or text).split("|") for group, text in _GROUPS.findall(entry)]
        found.update((plain_words("".join(chosen)), None) for chosen in itertools.product(*parts))
    return tuple(found)


# Words that may occur in others by chance, each with what precedes and follows it then.
CHANCE: dict[str, tuple[tuple[str, str], ...]] = {
    word: tuple((before, after) for other in spelled_out(others) for before, _, after in (other.partition(word),))
    for word, others in _DATA.chance.items()
}


@lru_cache(maxsize=65536)
def _may_cross(word: str) -> tuple[tuple[int, int, tuple[tuple[str, str], ...]], ...]:
    """Occurrences of words of ``CHANCE`` inside another word: start, end, and neighbours that do not belong to it."""
    found = []
    for known, beside in CHANCE.items():
        at = word.find(known)
        while at >= 0:
            end = at + len(known)
            own = [(b, a) for b, a in beside if not (word[:at].endswith(b) and word.startswith(a, end))]
            found.append((at, end, tuple(own)))
            at = word.find(known, at + 1)
    return tuple(found)


def _by_chance(said: str, at: int, word: str) -> bool:
    """Whether the word found at this place is only a fragment of other words: 物流 in 购物流程."""
    return any(
        said.endswith(before, 0, at + begin) and said.startswith(after, at + end)
        for begin, end, beside in _may_cross(word)
        for before, after in beside
    )


def stands_alone(said: str, word: str) -> bool:
    """Whether plain words contain another one, not merely by chance across the border of two words."""
    at = said.find(word)
    if at < 0 or not _may_cross(word):
        return at >= 0
    while at >= 0:
        if not _by_chance(said, at, word):
            return True
        at = said.find(word, at + 1)
    return False


def holds_word(said: str, word: str) -> bool:
    """Whether plain words contain another one; a Latin word only as a whole word or its plural: cart is not in cartoon."""
    at = said.find(word)
    if at < 0:
        return False
    if not _LATIN.match(word):
        return stands_alone(said, word)
    while at >= 0:
        before, after = said[max(at - 1, 0) : at], said[at + len(word) :].removeprefix("s")[:1]
        if not _LATIN.match(before) and not _LATIN.match(after):
            return True
        at = said.find(word, at + 1)
    return False


def names_in_title(said: str, word: str, title: str) -> bool:
    """Whether a Latin word stands in plain words only beside another one, and so in a window's title: Cart in Sea Cart.

    Such words are somebody's name, that of a shop or its program, and name no place.
    """
    found = list(re.finditer(rf"(?<![a-z]){re.escape(word)}s?(?![a-z])", said)) if _LATIN.match(word) else []
    return bool(found) and all(_pair_in(said, hit, title) for hit in found)


def _pair_in(said: str, hit: re.Match[str], title: str) -> bool:
    before, after = _BEFORE.search(said[: hit.start()]), _AFTER.match(said[hit.end() :])
    pairs = [f"{before.group()}{hit.group()}"] if before else []
    pairs += [f"{hit.group()}{after.group()}"] if after else []
    return any(re.search(rf"(?<![a-z]){re.escape(pair)}(?![a-z])", title) for pair in pairs)

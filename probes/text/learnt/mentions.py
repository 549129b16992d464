"""Which checks a stretch of text may answer, by learnt weights that would rather hear too much than too little.

A word list finds what its author thought of. Before "not found" is said, these weights are asked whether anything on the
page sounds like the thing at all; what does is shown to a person. They are learnt from passages written without a look at
the product (``tests/eval/recall/learn_mentions.py``), and never say yes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Whole
from probes.text.learnt.topic_weights import collect_pairs, find_heaviest, total_weight, unpack_weights
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_text
from probes.text.word_pattern import compile_words


@dataclass(frozen=True, slots=True)
class MentionScope:
    """One matter: whatever speaks of it holds one of ``words``; ``of`` are the checks and subjects that ask about it.

    ``never`` are phrases of other matters with such words in them, which are not heard.
    """

    of: tuple[str, ...]
    words: tuple[str, ...]
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MentionsTable:
    """The file mentions.toml."""

    limits: Whole[Literal["least", "joined", "piece", "letters", "said", "plain", "anchors", "another"]]
    together: Mapping[str, tuple[str, ...]]
    subjects: Mapping[str, tuple[str, ...]]
    scopes: Mapping[str, MentionScope]
    not_by_sentence: tuple[str, ...]


FILE = SettingsFile("probes.text.learnt", "mentions.toml", MentionsTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
TOGETHER = _DATA.together  # checks that are heard by weights of their common subject
_SCOPES = {name: scope for scope in _DATA.scopes.values() for name in scope.of}
_WEIGHTS = "mention_weights.json"
_PIECE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_NOT_BY_SENTENCE = _DATA.not_by_sentence  # ids of checks, or how such begin
_IDLE = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class MentionWeights:
    """``bar``: the score from which a text may speak of the thing; ``anchors``: pairs of which it holds one at least.

    What holds one of ``words`` speaks of a subject whatever its score; None for a check that is heard by itself. What
    holds none of ``scope`` speaks of another matter whatever its score (pairs of letters weigh 箱 in 邮箱 as any other);
    None where that is not known.
    """

    bias: int
    weights: dict[str, int]
    bar: int
    anchors: re.Pattern[str]
    words: re.Pattern[str] | None = None
    scope: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None

    def speak_of(self, said: str) -> bool:
        """Whether that folded text is worth a score."""
        said = self.own_matter(said)
        near = self.scope is None or self.scope.search(said) is not None
        return (near and self.anchors.search(said) is not None) or self.hold_word(said)

    def hold_word(self, said: str) -> bool:
        """Whether that folded text holds a word of the subject."""
        return self.words is not None and self.words.search(self.own_matter(said)) is not None

    def may_speak_of(self, said: str) -> bool:
        """Whether that folded text, which holds no word of the matter, could be worth a score that tells all the same."""
        return self.scope is not None and self.anchors.search(self.own_matter(said)) is not None

    def own_matter(self, said: str) -> str:
        """The text without phrases of other matters."""
        return said if self.never is None else self.never.sub(" ", said)


@cache
def load_mentions() -> dict[str, MentionWeights]:
    """The weights of every check that has any, by its id: its own, or those of the subject it belongs to."""
    raw: dict[str, Any] = json.loads(files("probes.text.learnt").joinpath(_WEIGHTS).read_text("utf-8"))
    known = {id: unpack_mention(id, check) for id, check in raw["checks"].items()}
    return {check: known[name] for name in known for check in TOGETHER.get(name, (name,))}


def unpack_mention(name: str, raw: dict[str, Any]) -> MentionWeights:
    """The weights of a check or subject as they are stored."""
    weights = unpack_weights(raw["weights"])
    words = compile_words(_DATA.subjects[name]) if name in _DATA.subjects else None
    matter = _SCOPES.get(name)
    scope = None if matter is None else compile_words(matter.words)
    never = None if matter is None or not matter.never else compile_words(matter.never)
    return MentionWeights(raw["bias"], weights, raw["bar"], anchor_pattern(weights), words, scope, never)


def anchor_pattern(weights: dict[str, int]) -> re.Pattern[str]:
    """The heaviest pairs that speak for the thing, as one pattern."""
    loud = sorted(
        (pair for pair, weight in weights.items() if weight > 0 and len(pair) > 1),
        key=lambda pair: (-weights[pair], pair),
    )
    return re.compile("|".join(re.escape(pair) for pair in loud[: _LIMITS["anchors"]]) or r"(?!)")


@per_text
def find_mention(check: str, text: str, labels: bool = False) -> tuple[int, str] | None:
    """By how much the stretch of a page's own text that sounds most like the thing passes the bar, and its most telling piece as it stands.

    A stretch of nothing but labels (怎么退货, 联系客服) is heard where ``labels`` may be the thing. None where nothing is heard. Raises
    KeyError for a check without weights.
    """
    known = load_mentions()[check]
    page = fold_page(text)
    if not known.speak_of(page) and (labels or not known.may_speak_of(page)):  # the usual case
        return None
    heard = (
        (score, told)
        for said, pieces in split_stretches(text)
        if (speaks := known.speak_of(said)) or (not labels and known.may_speak_of(said))
        if (told := pieces if labels else _without_labels(pieces))
        and (score := _score(known, said) if speaks else _score_plain(known, said)) >= known.bar
    )
    best = max(heard, key=lambda pair: pair[0], default=None)
    if best is None:
        return None
    telling = max(best[1], key=lambda piece: _score(known, fold_text(piece)))
    return best[0] - known.bar, telling


def is_of_another_matter(check: str, said: str) -> bool:
    """Does a folded sentence, which the words of that check take for a statement, sound like nothing that was ever said of its matter?

    It does where it scores far below the bar from which a text may speak of the thing. Of a check without weights nothing is told, nor of
    one that no sentence answers alone.
    """
    known = None if check.startswith(_NOT_BY_SENTENCE) else load_mentions().get(check)
    return known is not None and _score(known, said) < known.bar - _LIMITS["another"]


def explain_mention(check: str, said: str) -> tuple[tuple[str, int], ...]:
    """The pairs of a folded text that weighed most, for the thing and against, heaviest first. Raises KeyError for a check without weights."""
    return find_heaviest(load_mentions()[check].weights, _pairs(said))


def _without_labels(pieces: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(piece for piece in pieces if len(_IDLE.sub("", piece)) >= _LIMITS["said"])


def _score_plain(known: MentionWeights, said: str) -> int:
    """Of a stretch without a word of the matter: what it says of other matters does not count, and it has to say more."""
    return _score(known, known.own_matter(said)) - _LIMITS["plain"]


def _score(known: MentionWeights, said: str) -> int:
    score = total_weight(known.bias, known.weights, _pairs(said))
    return max(score, known.bar) if known.hold_word(said) else score


def split_pieces(text: str) -> tuple[str, ...]:
    """The sentences and lines of a text, as they stand."""
    return tuple(raw.strip() for raw in _PIECE.findall(text))


@per_text
def fold_page(text: str) -> str:
    """The whole text as its stretches are folded, its line breaks kept."""
    return "\n".join(said for said, _ in split_stretches(text))


@per_text
def split_stretches(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The text in stretches of some sentences or lines, overlapping, each folded and as the pieces it is made of; each once."""
    return tuple(dict.fromkeys(_stretches(text)))


def _stretches(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    found = ((fold_text(raw).strip(), raw.strip()) for raw in _PIECE.findall(text))
    pieces = [(said, raw) for said, raw in found if len(_IDLE.sub("", said)) >= _LIMITS["piece"]]
    for at, (said, first) in enumerate(pieces):
        raw = [first]
        for more, also in pieces[at + 1 : at + _LIMITS["joined"]]:
            if len(said) >= _LIMITS["least"]:
                break
            said, raw = f"{said}\n{more}", [*raw, also]
        if len(_IDLE.sub("", said)) >= _LIMITS["letters"]:
            yield said, tuple(raw)


@per_line
def _pairs(said: str) -> frozenset[str]:
    return collect_pairs(said, fine=True)

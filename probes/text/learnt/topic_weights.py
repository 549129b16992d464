"""A second reader of sentences: integer weights of character pairs say how much a sentence is about a topic.

The weights are learnt from sentences that lawyers labelled (``tests/eval/lawyers/learn.py``) and from our own
sentences for each check (``tests/eval/topics/learn.py``). The same words give the same number on every machine, and
the heaviest pairs explain it. The reader ranks and questions what word lists found; it never decides alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import isqrt
from typing import Any

from crawler.settings_file import SettingsFile
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class TopicWeightsTable:
    """The file topic_weights.toml."""

    number: str
    voices: str


FILE = SettingsFile("probes.text.learnt", "topic_weights.toml", TopicWeightsTable)
_NUMBER = re.compile(FILE.load().number)
_VOICES = re.compile(FILE.load().voices)
_VOICE = "我们"
_FILES = ("topic_weights.json", "check_weights.json")
_HEADING = "#"  # before a pair that stands in the heading above
_HEAVIEST = 10
_CELLS = 3  # marks of a row read as a sentence (接收方:… 目的:… 信息:…)
_BITS = 8  # decimal digits of the square root, as integers


@dataclass(frozen=True, slots=True)
class TopicWeights:
    """The weights of pairs, and the bias, which is the score of a sentence without any.

    ``doubtful``: the least score of sentences that do state the thing. ``told``: a score that only such sentences
    reach. None = not known. ``fine``: single characters count too, and a number counts as a number, as learning from
    few sentences requires.
    """

    bias: int
    weights: dict[str, int]
    doubtful: int | None = None
    told: int | None = None
    fine: bool = False


@cache
def load_topics() -> dict[str, TopicWeights]:
    """All learnt topics, by name."""
    found: dict[str, TopicWeights] = {}
    for file in _FILES:
        raw: dict[str, Any] = json.loads(files("probes.text.learnt").joinpath(file).read_text("utf-8"))
        fine = bool(raw.get("fine", False))
        found |= {name: _topic(topic, fine) for name, topic in raw["topics"].items()}
    return found


def _topic(raw: dict[str, Any], fine: bool) -> TopicWeights:
    return TopicWeights(raw["bias"], unpack_weights(raw["weights"]), raw.get("doubtful"), raw.get("told"), fine)


def unpack_weights(packed: Mapping[str, str]) -> dict[str, int]:
    """Weights by pair. Stored are by weight its single characters, its pairs, and its pairs of headings with their mark.

    Each of the three is written in a row without blanks, and a blank parts them.
    """
    return {
        row[at : at + size]: int(weight)
        for weight, rows in packed.items()
        for size, row in enumerate(rows.split(" "), start=1)
        for at in range(0, len(row), size)
    }


@per_line
def score_topic(topic: str, text: str, heading: str = "") -> int:
    """How much a folded sentence under that folded heading is about the topic. Raises KeyError for an unknown topic."""
    of = load_topics()[topic]
    return total_weight(of.bias, of.weights, collect_pairs(text, heading, fine=of.fine))


@per_line
def find_topics(text: str, heading: str = "") -> tuple[tuple[str, int], ...]:
    """The topics that a folded sentence under that folded heading is beyond doubt about, each with its score.

    Only ``fine`` topics with a ``told`` score take part. All are asked at once, since a sentence has few of the pairs
    of any topic.
    """
    bars, of_pair = asked_at_once()
    found = collect_pairs(text, heading, fine=True)
    loud: dict[str, int] = {}
    for pair in found:
        for topic, weight in of_pair.get(pair, ()):
            loud[topic] = loud.get(topic, 0) + weight
    scores = ((topic, _scored(bars[topic][1], number, len(found))) for topic, number in loud.items())
    return tuple(sorted((topic, score) for topic, score in scores if score >= bars[topic][0]))


@cache
def asked_at_once() -> tuple[dict[str, tuple[int, int]], dict[str, list[tuple[str, int]]]]:
    """Each such topic's ``told`` score and bias, by topic; and the weights of each pair, by topic."""
    bars: dict[str, tuple[int, int]] = {}
    of_pair: dict[str, list[tuple[str, int]]] = {}
    for name, topic in load_topics().items():
        if topic.told is None or not topic.fine:
            continue
        bars[name] = topic.told, topic.bias
        for pair, weight in topic.weights.items():
            of_pair.setdefault(pair, []).append((name, weight))
    return bars, of_pair


def total_weight(bias: int, weights: Mapping[str, int], found: frozenset[str]) -> int:
    """The score: the bias plus the weights of the pairs.

    The weights are divided by the square root of the number of pairs, so that long sentences score no higher.
    """
    return _scored(bias, sum(weights.get(pair, 0) for pair in found), len(found))


def _scored(bias: int, heard: int, pairs: int) -> int:
    return bias + (heard << _BITS) // max(1, isqrt(pairs << 2 * _BITS))


def explain_score(topic: str, text: str, heading: str = "") -> tuple[tuple[str, int], ...]:
    """The pairs that weighed most, for and against, heaviest first; pairs of the heading begin with ``#``."""
    of = load_topics()[topic]
    return find_heaviest(of.weights, collect_pairs(text, heading, fine=of.fine))


def find_heaviest(weights: Mapping[str, int], found: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """The pairs found that weigh most, for and against, heaviest first."""
    known = ((pair, weights[pair]) for pair in found if pair in weights)
    return tuple(sorted(known, key=lambda pair: (-abs(pair[1]), pair[0]))[:_HEAVIEST])


def is_readable_sentence(text: str) -> bool:
    """Can the reader judge this text? It learnt from Chinese sentences, so not table rows or other languages."""
    return text.count(":") < _CELLS and sum("\u4e00" <= character <= "\u9fff" for character in text) * 2 >= len(text)


@per_line
def collect_pairs(text: str, heading: str = "", *, fine: bool = False) -> frozenset[str]:
    """The pairs of a folded sentence, and those of the folded heading above it with their mark; ``fine`` as in ``TopicWeights``.

    Where not, a shop is heard alike by whatever word it calls itself.
    """
    if not fine:
        text, heading = _VOICES.sub(_VOICE, text), _VOICES.sub(_VOICE, heading)
        return frozenset((*letter_pairs(text), *(f"{_HEADING}{pair}" for pair in letter_pairs(heading))))
    text, heading = _NUMBER.sub("0", text), _NUMBER.sub("0", heading)
    return frozenset(
        (*letter_pairs(text), *"".join(text.split()), *(f"{_HEADING}{pair}" for pair in letter_pairs(heading)))
    )


def letter_pairs(text: str) -> Iterator[str]:
    """Every two neighbouring characters, without blanks: the features of the reader."""
    tight = "".join(text.split())
    return (tight[at : at + 2] for at in range(len(tight) - 1))

"""Learns the weights of probes/text/learnt/check_weights.json: ``python -m tests.eval.topics.learn``. Needs scikit-learn, which nothing else does.

A check has weights where enough sentences answer it. By weights learnt without the part that a sentence belongs to is decided what they
may do: ``doubtful``, below which a yes is asked about, is what all but a few of the true statements that words match reach, and stands where
false ones do not; ``told``, from which a person is asked where words found nothing, is what no sentence reaches that states something else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from probes.text.learnt import topic_weights
from probes.text.learnt.topic_weights import total_weight
from probes.text.normalise import fold_text
from tests.eval import weights
from tests.eval.topics.sentences import PLAN, TopicSentence, sentences
from tests.eval.topics.words import hear_all, pieces

TARGET = Path(__file__).resolve().parents[3] / "probes" / "text" / "learnt" / "check_weights.json"
_LIMITS: dict[str, Any] = PLAN["limits"]
_RECIPE = weights.Recipe.of(_LIMITS)
_NEVER = -(1 << 20)  # what is not read scores nothing
Weights = tuple[int, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Bars:
    """What a check's weights may do; None = nothing of the kind."""

    doubtful: int | None
    told: int | None


@cache
def taught() -> tuple[str, ...]:
    """The checks that enough sentences answer, one alone."""
    counts: dict[str, int] = {}
    for sentence in sentences():
        for check in sentence.checks:
            counts[check] = counts.get(check, 0) + 1
    enough = {check for check, count in counts.items() if count >= _LIMITS["positives"]}
    return tuple(sorted(enough - set(PLAN["whole"]["checks"])))


@cache
def lessons(check: str) -> tuple[TopicSentence, ...]:
    """The sentences that teach a check: those that answer it, and those that do not as far as somebody looked.

    What answers a check alike may answer this one too, and so may what a file in which no sentence answers it calls another topic.
    """
    own = {sentence.topic for sentence in sentences() if check in sentence.checks}
    alike = {value for group in PLAN["alike"].values() if check in group for value in group} - {check}
    return tuple(
        sentence
        for sentence in sentences()
        if check in sentence.checks
        or not (sentence.checks & alike or (sentence.topic not in own and sentence.kind == "other topic"))
    )


def sample(check: str, said: TopicSentence) -> weights.Sample:
    return weights.Sample(_heard(fold_text(said.raw), fold_text(said.heading)), said.part, check in said.checks)


def _heard(text: str, heading: str) -> frozenset[str]:
    return topic_weights.collect_pairs(text, heading, fine=True)


@cache
def held_out(check: str) -> tuple[Weights, ...]:
    """Weights for each part, learnt without it."""
    return tuple(weights.held_out([sample(check, lesson) for lesson in lessons(check)], _RECIPE, int(_LIMITS["parts"])))


def score(check: str, said: TopicSentence, read: Sequence[tuple[str, str]]) -> int:
    """The best that those texts score, with their headings or without, by weights that never met the sentence."""
    bias, learnt = held_out(check)[said.part]
    return max(
        (total_weight(bias, learnt, _heard(text, over)) for text, heading in read for over in {heading, ""}),
        default=_NEVER,
    )


@cache
def bars(check: str) -> Bars:
    """What the weights of a check may do, by sentences that they had not met."""
    return Bars(_doubtful(check), _told(check))


def matched(check: str, truly: bool) -> list[tuple[TopicSentence, int]]:
    """The sentences, none of checks alike, that words take for a statement, rightly or not, with the scores of what was quoted."""
    found = []
    for lesson in lessons(check):
        said = hear_all().get((check, lesson.raw))
        if said is not None and said.stated and said.quotes and (check in lesson.checks) is truly:
            found.append((lesson, score(check, lesson, said.quotes)))
    return found


def _doubtful(check: str) -> int | None:
    true, false = (sorted(score for _, score in matched(check, truly)) for truly in (True, False))
    if not true:
        return None
    bar = true[int(len(true) * _LIMITS["lost"])] - int(_LIMITS["margin"])
    caught = sum(score < bar for score in false)
    return bar if caught >= max(_LIMITS["caught_few"], _LIMITS["caught"] * len(false)) else None


def _told(check: str) -> int | None:
    if check in PLAN["counted"]["checks"]:
        return None
    topics = {lesson.topic for lesson in lessons(check) if check in lesson.checks}
    looked = (
        sentence for sentence in sentences() if sentence.kind != "other topic" or sentence.topic in topics
    )  # alike is not the same
    others = sorted(score(check, sentence, pieces(sentence)) for sentence in looked if check not in sentence.checks)
    bar = max(others[-1 - int(_LIMITS["stray"])] + 1, int(_LIMITS["floor"]))
    newly = sum(score(check, sentence, pieces(sentence)) >= bar for sentence in missed(check))
    return bar if newly >= _LIMITS["newly"] * max(1, len(missed(check))) else None


def missed(check: str) -> list[TopicSentence]:
    """The sentences that answer the check and that words do not take for it."""
    return [lesson for lesson in lessons(check) if check in lesson.checks and not hear_all()[check, lesson.raw].stated]


def learnt(check: str) -> dict[str, Any]:
    """What is stored of a check."""
    bias, found = weights.learn([sample(check, lesson) for lesson in lessons(check)], _RECIPE)
    may = bars(check)
    known = {"doubtful": may.doubtful, "told": may.told}
    return {"bias": bias, "weights": weights.packed(found)} | {
        k: value for k, value in known.items() if value is not None
    }


def main() -> int:
    made = {"source": PLAN["source"], "fine": True, "topics": {check: learnt(check) for check in taught()}}
    TARGET.write_text(json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(made['topics'])} checks, {TARGET.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Learns the weights of probes/text/learnt/topic_weights.json: ``python -m tests.eval.lawyers.learn``. Needs scikit-learn, which nothing else does.

Logistic regression a topic over pairs of characters of a sentence and of its heading, on the sentences as the product splits them;
the heaviest pairs are kept and rounded to whole numbers. Printed is what they are worth on policies that were held out, five parts in turn:
how often the sentence that scores highest bears the label. Source of texts and labels: CAPP-130 (Zhu et al., NeurIPS 2023), CC BY 4.0, of
which only weights are kept, and sentences of our own.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.pages.rules.policy import split_sentences
from probes.text.learnt.topic_weights import TopicWeights, collect_pairs
from probes.text.normalise import fold_text
from tests.eval import weights
from tests.eval.lawyers.given import policies_file
from tests.eval.lawyers.measure import Policy, read

TARGET = Path(__file__).resolve().parents[3] / "probes" / "text" / "learnt" / "topic_weights.json"
OWN = Path(__file__).with_name("own.toml")
_PLAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("learn.toml").read_text("utf-8"))
LIMITS: dict[str, Any] = _PLAN["limits"]
TOPICS: dict[str, list[str]] = _PLAN["topics"]  # topic → labels
_RECIPE = weights.Recipe.of(LIMITS)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence: its pairs, the labels it bears and the number of its policy."""

    pairs: frozenset[str]
    labels: frozenset[str]
    policy: int


def rows(policies: Iterable[Policy]) -> list[Row]:
    """The sentences of those policies as the product splits them, with the labels of the sentences they are part of."""
    found = []
    for number, policy in enumerate(policies):
        marked = [("".join(said.split()), labels) for said, labels in policy.sentences if labels]
        for sentence in split_sentences(policy.text()):
            tight = "".join(sentence.raw.split())
            labels: frozenset[str] = frozenset().union(
                *(of for said, of in marked if tight in said or (len(said) > 8 and said in tight))
            )
            features = collect_pairs(sentence.text, sentence.heading)
            found.append(Row(features, labels, number))
    return found


def own_rows(first: int) -> list[Row]:
    """Sentences of small shops' policies that were written for this, each ten of a topic counted as a policy from ``first`` on."""
    raw: dict[str, list[list[str]]] = tomllib.loads(OWN.read_text("utf-8"))["topics"]
    found = []
    for topic, pairs_said in raw.items():
        labels = frozenset(_PLAN["own"].get(topic, ()))
        for at, (heading, said) in enumerate(pairs_said):
            features = collect_pairs(fold_text(said), fold_text(heading))
            found.append(Row(features, labels, first + at // LIMITS["own_policy"]))
    return found


def learn(found: Sequence[Row]) -> dict[str, Any]:
    """The content of the weights' file. Raises ImportError without scikit-learn."""
    parts, made = LIMITS["parts"], {}
    for topic, labels in TOPICS.items():
        truth = [bool(row.labels & set(labels)) for row in found]
        samples = [
            weights.Sample(row.pairs, row.policy % parts, about) for row, about in zip(found, truth, strict=True)
        ]
        bias, learnt = weights.learn(samples, _RECIPE)
        made[topic] = {"bias": bias, "weights": weights.packed(learnt)}
        borne = _borne(found, truth, weights.scores(samples, _RECIPE, parts))
        print(
            f"{topic:10} {sum(truth):5} sentences, {len(learnt)} pairs; on policies held out the best bears it in {borne:.2f}"
        )
    return {"source": _PLAN["source"], "topics": made}


def topics_of(found: Sequence[Row]) -> dict[str, TopicWeights]:
    """The weights alone, as the product holds them. Raises ImportError without scikit-learn."""
    made = {}
    for topic, labels in TOPICS.items():
        truth = [bool(row.labels & set(labels)) for row in found]
        samples = [
            weights.Sample(row.pairs, row.policy % LIMITS["parts"], about)
            for row, about in zip(found, truth, strict=True)
        ]
        made[topic] = TopicWeights(*weights.learn(samples, _RECIPE))
    return made


def _borne(found: Sequence[Row], truth: Sequence[bool], scores: Sequence[int]) -> float:
    """In what share of the policies that state the topic the sentence that scores highest bears its label."""
    best: dict[int, tuple[int, bool]] = {}
    for row, stated, score in zip(found, truth, scores, strict=True):
        best[row.policy] = max(best.get(row.policy, (score, False)), (score, stated))
    stating = {row.policy for row, stated in zip(found, truth, strict=True) if stated}
    return sum(best[policy][1] for policy in stating) / max(1, len(stating))


def main(argv: list[str] | None = None) -> int:
    """0, or 2 where the labelled policies are not there."""
    file = policies_file("python -m tests.eval.lawyers.learn", __doc__, argv)
    if file is None:
        return 2
    found = rows(read(file))
    made = learn([*found, *own_rows(1 + max(row.policy for row in found))])
    TARGET.write_text(json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

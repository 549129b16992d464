"""Learns the weights of probes/text/topic_weights.json: ``python -m tests.eval.lawyers.learn``. Needs scikit-learn, which nothing else does.

Logistic regression a topic over pairs of characters of a sentence and of its heading, on the sentences as the product splits them;
the heaviest pairs are kept and rounded to whole numbers. Printed is what they are worth on policies that were held out, five parts in turn:
how often the sentence that scores highest bears the label. Source of texts and labels: CAPP-130 (Zhu et al., NeurIPS 2023), CC BY 4.0, of
which only weights are kept, and sentences of our own.
"""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from probes.reading.policy import fold, sentences
from probes.text.topic_weights import pairs, total
from tests.eval.lawyers.given import policies_file
from tests.eval.lawyers.measure import Policy, read

TARGET = Path(__file__).resolve().parents[3] / "probes" / "text" / "topic_weights.json"
_OWN = Path(__file__).with_name("own.toml")
_PLAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("learn.toml").read_text("utf-8"))
TOPICS: dict[str, list[str]] = _PLAN["topics"]  # topic → labels


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
        for each in sentences(policy.text()):
            tight = "".join(each.raw.split())
            labels: frozenset[str] = frozenset().union(
                *(of for said, of in marked if tight in said or (len(said) > 8 and said in tight))
            )
            features = frozenset((*pairs(each.text), *(f"#{pair}" for pair in pairs(each.heading))))
            found.append(Row(features, labels, number))
    return found


def own_rows(first: int) -> list[Row]:
    """Sentences of small shops' policies that were written for this, each ten of a topic counted as a policy from ``first`` on."""
    raw: dict[str, list[list[str]]] = tomllib.loads(_OWN.read_text("utf-8"))["topics"]
    found = []
    for topic, pairs_said in raw.items():
        labels = frozenset(_PLAN["own"].get(topic, ()))
        for at, (heading, said) in enumerate(pairs_said):
            features = frozenset((*pairs(fold(said)), *(f"#{pair}" for pair in pairs(fold(heading)))))
            found.append(Row(features, labels, first + at // _PLAN["limits"]["own_policy"]))
    return found


def learn(found: Sequence[Row]) -> dict[str, Any]:
    """The content of the weights' file. Raises ImportError without scikit-learn."""
    count = Counter(pair for row in found for pair in row.pairs)
    kept = [pair for pair, times in sorted(count.items()) if times >= _PLAN["limits"]["times"] and " " not in pair]
    place = {pair: index for index, pair in enumerate(kept)}
    made = {}
    for topic, labels in TOPICS.items():
        truth = [bool(row.labels & set(labels)) for row in found]
        bias, weights = _rounded(_fit(found, truth, place), kept)
        made[topic] = {"bias": bias, "weights": _packed(weights)}
        borne = _borne(found, truth, _held_out(found, truth, place))
        print(
            f"{topic:10} {sum(truth):5} sentences, {len(weights)} pairs; on policies held out the best bears it in {borne:.2f}"
        )
    return {"source": _PLAN["source"], "topics": made}


def _fit(found: Sequence[Row], truth: Sequence[bool], place: dict[str, int]) -> Any:
    linear = importlib.import_module("sklearn.linear_model")
    model = linear.LogisticRegression(
        C=_PLAN["limits"]["c"], class_weight="balanced", max_iter=500, solver="liblinear", random_state=0
    )
    return model.fit(_matrix(found, place), truth)


def _matrix(found: Sequence[Row], place: dict[str, int]) -> Any:
    sparse = importlib.import_module("scipy.sparse")
    columns = [sorted(place[pair] for pair in row.pairs if pair in place) for row in found]
    starts = [0]
    for each in columns:
        starts.append(starts[-1] + len(each))
    flat = [column for each in columns for column in each]
    loud = [1 / max(1, len(row.pairs)) ** 0.5 for row, each in zip(found, columns, strict=True) for _ in each]
    return sparse.csr_matrix((loud, flat, starts), shape=(len(found), len(place)))


def _rounded(model: Any, kept: Sequence[str]) -> tuple[int, dict[str, int]]:
    """Bias and weights in whole numbers, the heaviest pairs only."""
    scale, most = _PLAN["limits"]["scale"], _PLAN["limits"]["pairs"]
    weighed = sorted(zip(kept, model.coef_[0], strict=True), key=lambda each: (-abs(each[1]), each[0]))[:most]
    whole = {pair: round(float(weight) * scale) for pair, weight in weighed}
    return round(float(model.intercept_[0]) * scale), {pair: weight for pair, weight in whole.items() if weight}


def _held_out(found: Sequence[Row], truth: Sequence[bool], place: dict[str, int]) -> list[int]:
    """What each sentence scores by weights that were learnt without its policy."""
    scores = [0] * len(found)
    parts = _PLAN["limits"]["parts"]
    kept = sorted(place, key=place.__getitem__)
    for part in range(parts):
        inside = [index for index, row in enumerate(found) if row.policy % parts != part]
        model = _fit([found[index] for index in inside], [truth[index] for index in inside], place)
        bias, weights = _rounded(model, kept)
        for index, row in enumerate(found):
            if row.policy % parts == part:
                scores[index] = total(bias, weights, row.pairs)
    return scores


def _borne(found: Sequence[Row], truth: Sequence[bool], scores: Sequence[int]) -> float:
    """In what share of the policies that state the topic the sentence that scores highest bears its label."""
    best: dict[int, tuple[int, bool]] = {}
    for row, stated, score in zip(found, truth, scores, strict=True):
        best[row.policy] = max(best.get(row.policy, (score, False)), (score, stated))
    stating = {row.policy for row, stated in zip(found, truth, strict=True) if stated}
    return sum(best[policy][1] for policy in stating) / max(1, len(stating))


def _packed(weights: dict[str, int]) -> dict[str, str]:
    """Weights by number, each with its pairs in one string: a third of the bytes."""
    by_weight: dict[int, list[str]] = {}
    for pair, weight in sorted(weights.items()):
        by_weight.setdefault(weight, []).append(pair)
    return {str(weight): " ".join(pairs) for weight, pairs in sorted(by_weight.items())}


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

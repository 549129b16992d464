"""Learns probes/text/learnt/near_miss_weights.json: ``python -m tests.eval.recall.learn_near_misses``. Needs scikit-learn, which nothing else does.

Learnt from the half of the passages by which words may be mended, each whole and each sentence of a near miss, from near misses
that were written for it (near_own.toml), from what is quoted of those that state the thing, from the sentences of topics that may be
looked at and those of small shops' policies, and from what golden cases show for a yes: passages alone are of one hand, that wrote
its near misses plainer than its statements. A scope's bar is one that of each kind hardly any true statement passes by weights learnt
without it; the margin of a check lies where its loudest true statement is. How much all that is worth, the other half tells.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from probes.finding import Outcome
from probes.run import judge_site
from probes.text.learnt.near_misses import (
    NEVER,
    SCOPES,
    NearMissWeights,
    collect_telling,
    list_scopes,
    load_near_misses,
    measure_excess,
    name_share,
    weigh_telling,
)
from probes.text.learnt.topic_weights import is_readable_sentence, total_weight
from probes.text.normalise import fold_text
from tests.cases import build
from tests.eval import weights
from tests.eval.recall.passages import Passage, passages, read_passage
from tests.eval.table import checks
from tests.eval.topics.sentences import sentences

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases"
OWN = ROOT / "tests" / "eval" / "lawyers" / "own.toml"
TARGET = ROOT / "probes" / "text" / "learnt" / "near_miss_weights.json"
NEAR = Path(__file__).with_name("near_own.toml")
PLAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("near_misses.toml").read_text("utf-8"))
_LIMITS: dict[str, Any] = PLAN["limits"]
_RECIPE = weights.Recipe.of(_LIMITS)
_FAMILIES = tuple(PLAN["alone"]["families"])
_PIECE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")


@dataclass(frozen=True, slots=True)
class Read:
    """A passage and what may be quoted of it: what was, where the reader said yes, else each of its sentences."""

    passage: Passage
    yes: bool
    quotes: tuple[str, ...]
    share: str = ""


@cache
def list_read() -> tuple[Read, ...]:
    """The Chinese passages of the dev half, as the reader takes them."""
    return tuple(_read(passage) for passage in passages() if passage.chinese and not passage.unseen)


def _read(passage: Passage) -> Read:
    answer = read_passage(passage)
    quoted = tuple(dict.fromkeys(piece.quote for piece in answer.evidence if piece.quote.strip()))
    if answer.outcome is Outcome.YES:
        return Read(passage, True, quoted, name_share(answer.fraction))
    return Read(passage, False, _pieces(passage.text) or (passage.text,))


def _pieces(text: str) -> tuple[str, ...]:
    found = (piece.strip() for piece in _PIECE.findall(text))
    return tuple(piece for piece in found if len(piece) >= _LIMITS["piece"])


@cache
def list_true() -> tuple[tuple[str, ...], ...]:
    """Statements of other hands, by kind: sentences of topics, of small shops' policies, and what golden cases show for a yes."""
    topics = (said.raw for said in sentences() if said.checks and not said.held_back)
    raw: dict[str, list[list[str]]] = tomllib.loads(OWN.read_text("utf-8"))["topics"]
    named: dict[str, list[str]] = tomllib.loads(OWN.with_name("learn.toml").read_text("utf-8"))["own"]
    policies = (said for topic, pairs in raw.items() if named.get(topic) for _, said in pairs)
    golden = (quote for _, _, quotes in list_golden() for quote in quotes)
    return tuple(topics), tuple(policies), tuple(dict.fromkeys(golden))


@cache
def list_near() -> tuple[tuple[str, str], ...]:
    """Near misses that are in no figure, each with its check."""
    raw: dict[str, list[str]] = tomllib.loads(NEAR.read_text("utf-8"))
    return tuple((check, said) for check, every in raw.items() for said in every)


@cache
def list_golden() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What golden cases show for a yes, each with its check and how much of the thing it gives."""
    return tuple(_golden())


def _golden() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for file in sorted(CASES.glob("*/*/*/expected.json")):
        check = checks().get(".".join(file.parts[-4:-2]))
        if check is None or not check.stated or json.loads(file.read_text("utf-8")).get("outcome") != Outcome.YES:
            continue
        for finding in judge_site((check,), build.read(file.parent)):
            answer = finding.answer
            if answer.outcome is Outcome.YES:
                yield check.id, name_share(answer.fraction), tuple(one.quote for one in answer.evidence if one.quote)


def list_samples(*, by_voice: bool = False) -> Iterator[weights.Sample]:
    """All that is learnt from, in parts by its text, or a passage by its voice."""
    for read in list_read():
        passage = read.passage
        more = read.quotes if read.yes or not passage.says else ()
        for said in dict.fromkeys((passage.text, *more)):
            part = _part(passage.voice) if by_voice else _part(passage.text)
            yield weights.Sample(collect_telling(fold_text(said)), part, not passage.says)
    for _, said in list_near():
        yield weights.Sample(collect_telling(fold_text(said)), _part(said), about=True)
    for sentence in sentences():
        if not sentence.held_back and sentence.kind in PLAN["kinds"]["names"]:
            yield weights.Sample(collect_telling(fold_text(sentence.raw)), _part(sentence.raw), about=True)
    for said in chain(*list_true()):
        yield weights.Sample(collect_telling(fold_text(said)), _part(said), about=False)


def _part(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) // 512 % int(_LIMITS["parts"])


Weights = tuple[int, dict[str, int]]


def place_bars(held: list[Weights]) -> dict[str, int]:
    """By scope the score that of each kind hardly any true statement with that scope passes, by weights that never met it."""
    quoted = [(_part(read.passage.text), quote) for read in list_right() for quote in read.quotes]
    topics, _, golden = ([(_part(said), said) for said in kind] for kind in list_true())
    scored = [
        [(list_scopes(fold_text(said)), _weigh(held[part], said)) for part, said in kind]
        for kind in (quoted, topics, golden)
    ]
    bars = {}
    for scope in sorted(SCOPES):
        passed = []
        for kind in scored:
            scores = sorted((score for scopes, score in kind if scope in scopes), reverse=True)
            passed += scores[int(len(kind) * _LIMITS["lost"]) :][:1]
        bars[scope] = max([int(_LIMITS["floor"]), *passed])
    return bars


def place_margins(held: list[Weights], stored: NearMissWeights) -> dict[str, int]:
    """By check what its own true statements pass the bars by; none for a check of which too few near misses would be doubted.

    What golden cases show must pass by the ``stored`` weights too.
    """
    known = [NearMissWeights(*made, stored.bars, {}) for made in held]
    right: dict[str, list[int]] = {}
    near: dict[str, list[int]] = {}
    truly = frozenset(list_right())
    for read in list_read():
        check, made = read.passage.check, known[_part(read.passage.text)]
        excess = [measure_excess(made, fold_text(quote)) for quote in read.quotes]
        if excess and (read in truly or not read.passage.says) and checks()[check].stated:
            (right if read.passage.says else near).setdefault(check, []).append(min(excess))
    for check, said in list_near():
        if checks()[check].stated:
            near.setdefault(check, []).append(measure_excess(known[_part(said)], fold_text(said)))
    for check, _, quotes in list_golden():
        for made in (stored, *(known[_part(quote)] for quote in quotes[:1])):
            right.setdefault(check, []).append(min(measure_excess(made, fold_text(quote)) for quote in quotes or ("",)))
    margins = {check: max(0, *scores) for check, scores in right.items()}
    return {
        check: margin
        for check, margin in margins.items()
        if not check.startswith((*PLAN["whole"]["checks"], PLAN["policies"]["checks"]))
        and sum(excess > margin for excess in near.get(check, ())) >= _LIMITS[_caught(check)]
    }


def place_alone(voices: list[Weights], held: list[Weights]) -> dict[str, int]:
    """By how much of the thing an answer gives, the score that hardly any right one passes, nor a plain sentence of another hand.

    By weights that never met the voice (``voices``), or the sentence (``held``).
    """
    passed: dict[str, list[int]] = {}
    for read in list_right():
        if read.passage.check.startswith(_FAMILIES):
            made = voices[_part(read.passage.voice)]
            passed.setdefault(read.share, []).append(min(_weigh(made, quote) for quote in read.quotes))
    plain = [_weigh(held[_part(said)], said) for said in list_true()[0]]
    lost: dict[str, float] = PLAN["alone"]["lost"]
    return {
        share: max(_passed_by(scores, lost[share]), _passed_by(plain, lost[share])) for share, scores in passed.items()
    }


def _passed_by(scores: list[int], share: float) -> int:
    """The score that no more than that share of them pass."""
    return sorted(scores)[-1 - int(len(scores) * share)]


def list_unfit(held: list[Weights], known: NearMissWeights) -> tuple[str, ...]:
    """The checks whose answers are not doubted without a scope: near misses of them are not told far better than their right answers."""
    told: dict[tuple[str, bool], list[bool]] = {}
    truly = frozenset(list_right())
    for read in list_read():
        if (read in truly or not read.passage.says) and checks()[read.passage.check].stated:
            score = min(_weigh(held[_part(read.passage.voice)], quote) for quote in read.quotes)
            told.setdefault((read.passage.check, read.passage.says), []).append(
                score > known.alone[read.share or "part"]
            )
    shares = {key: sum(doubted) / len(doubted) for key, doubted in told.items()}
    times = PLAN["alone"]["times"]
    unfit = {id for (id, right), lost in shares.items() if right and lost * times > shares.get((id, False), 0.0)}
    never = {f"{id.split('.')[0]}." for id in checks()} - set(_FAMILIES)
    unfit = {check for check in {*unfit, *PLAN["whole"]["checks"]} if not check.startswith(tuple(never))}
    return (*sorted(unfit), *sorted(never))


def place_raised(known: NearMissWeights) -> dict[str, int]:
    """By check the highest score of what a golden case shows for a yes, where without a scope that would be doubted."""
    raised: dict[str, int] = {}
    for check, share, quotes in list_golden():
        score = min((weigh_telling(known, fold_text(quote)) for quote in quotes), default=NEVER)
        if score > known.alone[share] and not check.startswith(known.unfit):
            raised[check] = max(score, raised.get(check, score))
    return raised


def _caught(check: str) -> str:
    return "caught" if check.startswith(_FAMILIES) else "caught_elsewhere"


@cache
def list_right() -> tuple[Read, ...]:
    """The passages that the reader takes rightly for a statement, by sentences that can be judged."""
    return tuple(
        read
        for read in list_read()
        if read.yes
        and read.passage.says
        and read.quotes
        and all(is_readable_sentence(fold_text(quote)) for quote in read.quotes)
    )


def _weigh(made: Weights, said: str) -> int:
    return total_weight(*made, collect_telling(fold_text(said)))


def main() -> int:
    """0."""
    _store(NearMissWeights(0, {}, {}, {}))  # what is stored doubts nothing while it is learnt
    load_near_misses.cache_clear()
    samples = list(list_samples())
    held = weights.held_out(samples, _RECIPE, int(_LIMITS["parts"]))
    bars = place_bars(held)
    bare = NearMissWeights(*weights.learn(samples, _RECIPE), bars, {})
    known = dataclasses.replace(bare, margins=place_margins(held, bare))
    voices = weights.held_out(list(list_samples(by_voice=True)), _RECIPE, int(_LIMITS["parts"]))
    known = dataclasses.replace(known, alone=place_alone(voices, held))
    known = dataclasses.replace(known, unfit=list_unfit(voices, known))
    known = dataclasses.replace(known, raised=place_raised(known))
    _store(known)
    print(f"{TARGET.name}: {len(known.margins)} checks, {TARGET.stat().st_size / 1024:.1f} KB; {bars}")
    print(f"without a scope: {known.alone}; raised {known.raised}; never {known.unfit}")
    return 0


def _store(known: NearMissWeights) -> None:
    shown = {"bias": known.bias, "bars": known.bars, "weights": weights.packed(known.weights), "alone": known.alone}
    shown |= {"unfit": known.unfit, "margins": _by_score(known.margins), "raised": _by_score(known.raised)}
    made = {"source": PLAN["source"]} | shown
    TARGET.write_text(json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")


def _by_score(scores: Mapping[str, int]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for check, score in sorted(scores.items()):
        named.setdefault(str(score), []).append(check)
    return named


if __name__ == "__main__":
    sys.exit(main())

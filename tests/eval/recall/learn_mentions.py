"""Learns probes/text/learnt/mention_weights.json: ``python -m tests.eval.recall.learn_mentions``. Needs scikit-learn, which nothing else does.

Learnt from the half of the passages by which words may be mended, against passages of other checks and what golden shops say of goods. The
weights are asked only where the reader found nothing: so the bar lies below the lowest score, by weights learnt without it, of a passage that the
reader denies. Where it finds them all, the middle one stands in. How little is missed by both together, the other half tells.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from crawler.vocabulary import Role
from probes.pages.absence.mentioned import EVERYWHERE
from probes.text.learnt.mentions import TOGETHER, MentionWeights, anchor_pattern, split_stretches
from probes.text.learnt.topic_weights import collect_pairs, total_weight
from probes.text.normalise import fold_text
from tests.cases import build
from tests.eval import weights
from tests.eval.recall.drawn_words import drawn_passages
from tests.eval.recall.passages import Passage, passages, read_passage
from tests.eval.recall.sample import hit

ROOT = Path(__file__).resolve().parents[3]
TARGET = ROOT / "probes" / "text" / "learnt" / "mention_weights.json"
PLAN: dict[str, Any] = tomllib.loads(Path(__file__).with_name("mentions.toml").read_text("utf-8"))
_LIMITS: dict[str, Any] = PLAN["limits"]
_RECIPE = weights.Recipe.of(_LIMITS)
_SUBJECTS = weights.Recipe.of(_LIMITS | PLAN["subjects"])
_NEVER = -(1 << 20)  # what holds no anchor scores nothing


def list_taught() -> tuple[str, ...]:
    """What has weights: subjects of several checks, and the other checks that have passages and are no question of a page as a whole."""
    alone = (
        {passage.check for passage in (*passages(), *drawn_passages())}
        - set(PLAN["whole"]["checks"])
        - set(chain(*TOGETHER.values()))
    )
    return tuple(sorted(alone | set(TOGETHER)))


@cache
def list_neutral(*, every: bool = False) -> tuple[str, ...]:
    """What golden shops say on pages of goods and around them; on ``every`` page but for cases of what is heard by subjects."""
    roles = set(Role) if every else {Role(role) for role in PLAN["neutral"]["roles"]}
    subjects = set(chain(*TOGETHER.values())) if every else set()
    found: set[str] = set()
    for folder in sorted({path.parent for path in (ROOT / "tests" / "cases").glob("*/*/*/site.toml")}):
        if ".".join(folder.parts[-3:-1]) in subjects:
            continue
        for view in build.read(folder).views:
            if view.role in roles:
                found |= {said for said, _ in split_stretches(view.text)}
    return tuple(sorted(found, key=_order)[: int((_LIMITS | PLAN["subjects"] if every else _LIMITS)["neutral"])])


@cache
def list_dev() -> tuple[Passage, ...]:
    """The passages and the words of drawn parts by which words may be mended."""
    written = (passage for passage in passages() if passage.chinese and not passage.unseen)
    return (*written, *(passage for passage in drawn_passages() if passage.chinese))


@cache
def list_others(name: str) -> tuple[str, ...]:
    """Dev passages of other checks, but for those that state this thing too; near misses of a subject of several checks as well."""
    checks = TOGETHER.get(name, (name,))
    dev = list(list_dev())
    own = {passage.text for passage in dev if passage.check in checks and passage.says}
    found = {passage.text for passage in dev if passage.check not in checks and passage.says} - own
    near = (
        {passage.text for passage in dev if passage.check in checks and not passage.says} if name in TOGETHER else set()
    )
    most = int(PLAN["subjects" if name in TOGETHER else "limits"]["others"])
    return (*sorted(found, key=_order)[:most], *sorted(near))


def _order(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def learn_check(name: str) -> dict[str, Any]:
    """What is stored of a check, or of a subject of several."""
    recipe, limits = (_SUBJECTS, _LIMITS | PLAN["subjects"]) if name in TOGETHER else (_RECIPE, _LIMITS)
    own = {
        passage.text: passage for passage in list_dev() if passage.check in TOGETHER.get(name, (name,)) and passage.says
    }
    samples = [_sample(text, True) for text in own]
    samples += [_sample(text, False) for text in (*list_others(name), *list_neutral(every=name in TOGETHER))]
    held = weights.held_out(samples, recipe, int(_LIMITS["parts"]))
    reached = {passage: _best(held[_part(text)], text) for text, passage in own.items()}
    bias, found = weights.learn(samples, recipe)
    # what several readers ask each of them misses in its own way
    lost = PLAN["lines" if name in EVERYWHERE else "alone"]["lost"]
    passed = (
        sorted(reached.values())[int(len(reached) * limits["lost"])] if name in TOGETHER else _place_bar(reached, lost)
    )
    bar = passed - int((PLAN["lines"] if name in EVERYWHERE else limits)["margin"])
    return {"bias": bias, "bar": bar, "weights": weights.packed(found)}


def _place_bar(reached: dict[Passage, int], lost: float) -> int:
    """The lowest score among the passages that the reader denies, but for a share of them; else the middle one of all.

    What holds no anchor no bar could reach.
    """
    heard = {passage: score for passage, score in reached.items() if score > _NEVER}
    denied = sorted(score for passage, score in heard.items() if hit(read_passage(passage)) is False)
    return denied[int(len(denied) * lost)] if denied else sorted(heard.values())[len(heard) // 2]


def _sample(text: str, about: bool) -> weights.Sample:
    said = "\n".join(piece for piece, _ in _whole(text))
    return weights.Sample(collect_pairs(said, fine=True), _part(text), about)


def _whole(text: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    return split_stretches(text) or ((fold_text(text), (text,)),)


def _part(text: str) -> int:
    return int(_order(text), 16) // 512 % int(_LIMITS["parts"])


def _best(made: tuple[int, dict[str, int]], text: str) -> int:
    bias, found = made
    known = MentionWeights(bias, found, 0, anchor_pattern(found))
    scores = (
        total_weight(bias, found, collect_pairs(said, fine=True))
        for said, _ in split_stretches(text)
        if known.anchors.search(said) is not None
    )
    return max(scores, default=_NEVER)


def main(argv: list[str] | None = None) -> int:
    """0. The checks named are learnt again, all where none is; those that are not taught any more go."""
    parser = argparse.ArgumentParser(prog="python -m tests.eval.recall.learn_mentions", description=__doc__)
    parser.add_argument("checks", nargs="*", help="ids or prefixes of them; the others stay as they are stored")
    named: list[str] = parser.parse_args(argv).checks
    stored: dict[str, Any] = json.loads(TARGET.read_text("utf-8"))["checks"] if named else {}
    kept = {check: known for check, known in stored.items() if check in list_taught()}
    taught = (check for check in list_taught() if not named or any(check.startswith(one) for one in named))
    made = {"source": PLAN["source"], "checks": kept | {check: learn_check(check) for check in taught}}
    TARGET.write_text(json.dumps(made, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{TARGET.name}: {len(made['checks'])} checks, {TARGET.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

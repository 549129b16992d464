"""What the probes of item 5.2-1 say of labelled policies: whole, without what bears their topic, without all that is labelled."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from crawler.site import Platform
from crawler.vocabulary import LANDED, Device, GapReason, Role
from probes.finding import Answer, Outcome
from probes.pages.rules.brands import foreign_brand
from probes.probe import Check
from probes.run import judge_site
from tests.cases import build
from tests.eval.recall.policies import POLICIES
from tests.eval.recall.sample import SOURCES
from tests.eval.recall.wordings import frame
from tests.eval.table import checks

ITEM = "5.2-1"
PUBLISHED = "privacy.policy_public"  # that a policy with rules can be read is shown by any of its rules
TITLE: str = SOURCES["frames"]["privacy"]["title"]
_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("platitudes.toml").read_text("utf-8"))
_LABELS: Mapping[str, frozenset[str]] = {
    check: frozenset(label for label, of in SOURCES["lawyers"].items() if check in of)
    for check in {value for of in SOURCES["lawyers"].values() for value in of} - {PUBLISHED}
}


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy as pairs of a sentence and its labels."""

    name: str
    sentences: tuple[tuple[str, frozenset[str]], ...]

    def text(self, without: frozenset[str] = frozenset()) -> str:
        """A sentence a line, those left out that bear one of those labels."""
        return "\n".join(said for said, labels in self.sentences if not labels & without)


@dataclass(slots=True)
class Rates:
    """Of one check: counts over policies. ``bears`` of the ``first`` quotes, ``any_bears`` of all ``quotes``."""

    yes: int = 0
    first: int = 0
    bears: int = 0
    quotes: int = 0
    any_bears: int = 0
    ablated: int = 0
    ablated_yes: int = 0
    voices: int = 0
    voices_lost: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """Rates by check, and means of the item's points: of whole policies, of stripped ones, and of platitudes.

    Of what stripped policies earn, ``published`` is for there being a policy with rules to read and ``unlabelled`` for subjects that no
    label names: no sentence of either was taken out. ``kept`` is by check how many of them still say yes, and what that earns on average.
    """

    rates: Mapping[str, Rates]
    whole: float
    stripped: float
    published: float
    unlabelled: float
    platitudes: float
    most: float
    kept: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def labelled(self) -> float:
        """What stripped policies earn for subjects all of whose labelled sentences were taken out."""
        return self.stripped - self.published - self.unlabelled


def read(file: Path = POLICIES) -> Iterator[Policy]:
    """The labelled policies of that file. Raises OSError where it is not there."""
    for line in gzip.decompress(file.read_bytes()).decode("utf-8").splitlines():
        raw: dict[str, Any] = json.loads(line)
        yield Policy(str(raw["policy"]), tuple((said, frozenset(labels)) for said, labels in raw["sentences"]))


def platitudes() -> tuple[str, ...]:
    """Sentences that any policy may hold and that say nothing."""
    return tuple(_WORDS["says"])


def counting() -> tuple[Check, ...]:
    """The checks that count for the item, as far as they read the policy."""
    return tuple(
        check
        for check in checks().values()
        if any(count.item == ITEM for count in check.counts) and check.id.startswith("privacy.")
    )


def answers(text: str, asked: Iterable[Check]) -> dict[str, Answer]:
    """What those checks say of a shop whose privacy page holds that text; of the brand's own, where a known brand speaks in it."""
    views = (frame(Role.HOME), build.view(Role.PRIVACY, f"{TITLE}\n{text}", title=TITLE))
    there = {(view.role, view.state) for view in views}
    asked = tuple(asked)
    places = {(role, LANDED) for role in Role} | {(n.role, n.state) for check in asked for n in check.probe.reads}
    gaps = (build.gap(role, GapReason.NOT_OFFERED, state=state) for role, state in sorted(places - there))
    site = build.site(*views, *gaps)
    speaker = foreign_brand(
        views[1], site.platform
    )  # a policy is judged where it is at home, not as one that was copied
    if speaker:
        site = build.site(*views, *gaps, platform=Platform(build.SHOP, speaker))
    found = judge_site(asked, site, strict=True)
    return {finding.probe: finding.answer for finding in found if finding.device is Device.DESKTOP}


def points(said: Mapping[str, Answer], asked: Iterable[Check]) -> float:
    """The points of the item that those answers earn."""
    return sum(count.points * _share(said[check.id]) for check in asked for count in check.counts if count.item == ITEM)


def measure(policies: Iterable[Policy]) -> Measured:
    asked = counting()
    rates = {check.id: Rates() for check in asked if check.id in _LABELS}
    whole, stripped = [], []
    published = tuple(check for check in asked if check.id == PUBLISHED)
    unlabelled = tuple(check for check in asked if check.id not in (PUBLISHED, *_LABELS))
    parts: tuple[list[float], list[float]] = [], []
    earned: dict[str, list[float]] = {check.id: [] for check in asked}
    for policy in policies:
        said = answers(policy.text(), asked)
        whole.append(points(said, asked))
        bared = answers("\n".join(s for s, marked in policy.sentences if not marked), asked)
        stripped.append(points(bared, asked))
        for check in asked:
            earned[check.id].append(points(bared, (check,)))
        for part, checks_of in zip(parts, (published, unlabelled), strict=True):
            part.append(points(bared, checks_of))
        for id, of in rates.items():
            _relevant(of, policy, said[id], _LABELS[id])
            if any(marked & _LABELS[id] for _, marked in policy.sentences):
                of.ablated += 1
                check = checks()[id]
                of.ablated_yes += answers(policy.text(_LABELS[id]), (check,))[id].outcome is Outcome.YES
        for voice in _WORDS["voices"]:
            other = answers(policy.text().replace("我们", voice), asked)
            for id, of in rates.items():
                of.voices += said[id].outcome is Outcome.YES
                of.voices_lost += said[id].outcome is Outcome.YES and other[id].outcome is Outcome.NO
    bare = points(answers("\n".join(platitudes()), asked), asked)
    most = sum(count.points for check in asked for count in check.counts if count.item == ITEM)
    page, bald = map(_mean, parts)
    kept = {id: (sum(number > 0 for number in of), _mean(of)) for id, of in earned.items() if any(of)}
    return Measured(rates, _mean(whole), _mean(stripped), page, bald, bare, most, kept)


def join_parts(parts: Sequence[tuple[int, Measured]]) -> Measured:
    """Several parts, each with the number of its policies, as one."""
    rates: dict[str, Rates] = {}
    for _, part in parts:
        for id, of in part.rates.items():
            before = rates.get(id, Rates())
            rates[id] = Rates(
                *(getattr(before, other_field.name) + getattr(of, other_field.name) for other_field in fields(Rates))
            )
    every = sum(count for count, _ in parts)
    whole, stripped, published, unlabelled, bare = (
        sum(count * getattr(part, name) for count, part in parts) / max(1, every)
        for name in ("whole", "stripped", "published", "unlabelled", "platitudes")
    )
    names = {id for _, part in parts for id in part.kept}
    kept = {
        id: (
            sum(part.kept.get(id, (0, 0.0))[0] for _, part in parts),
            sum(count * part.kept.get(id, (0, 0.0))[1] for count, part in parts) / max(1, every),
        )
        for id in names
    }
    return Measured(rates, whole, stripped, published, unlabelled, bare, max(part.most for _, part in parts), kept)


def _relevant(of: Rates, policy: Policy, answer: Answer, labels: frozenset[str]) -> None:
    if answer.outcome is not Outcome.YES:
        return
    of.yes += 1
    quotes = [_squeezed(piece.quote) for piece in answer.evidence if piece.quote]
    bearing = [_bears(policy, quote, labels) for quote in quotes]
    if bearing:
        of.first += 1
        of.bears += bearing[0]
    of.quotes += len(bearing)
    of.any_bears += sum(bearing)


def _bears(policy: Policy, quote: str, labels: frozenset[str]) -> bool:
    for said, marked in policy.sentences:
        line = _squeezed(said)
        if marked & labels and (quote in line or (len(line) > 8 and line in quote)):
            return True
    return False


def _share(answer: Answer) -> float:
    if answer.outcome is not Outcome.YES:
        return 0.0
    return 1.0 if answer.fraction is None else answer.fraction


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0

"""Made-up checks, findings and small standards for the scoring tests."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from random import Random
from typing import Any

from crawler.site import Site
from crawler.table_builder import build_dataclass
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Answer, Finding, Outcome, Text
from probes.probe import Check, Count, Need, Params, Probe
from scoring.standard import TABLE
from scoring.standard_tables import Standard

WALLS = tuple(str(reason) for reason in GapReason if not reason.about_them and not reason.not_public)
WORDS = {"zh": "词", "en": "word"}


def never(site: Site, params: Params) -> Answer:
    raise AssertionError("scoring must not ask probes")


def check(id: str, *counts: tuple[str, str, float], good: Outcome = Outcome.YES, role: Role = Role.HOME) -> Check:
    probe = Probe((Need(role),), never)
    return Check(id, probe, Text(f"{id}吗？", f"{id}?"), tuple(Count(*count) for count in counts), Params(), good)


def checks_of(standard: Standard) -> tuple[Check, ...]:
    """One probe for every check of every item; those that conditions name keep their name."""
    named = [part.probe for item in standard.items for part in item.conditions if part.probe is not None]
    named += [trigger.probe for line in standard.red_lines for trigger in line.raised_by]
    made = [
        check(f"made.{item.id}_{other.id}", (item.id, other.id, other.points))
        for item in standard.items
        for other in item.checks
    ]
    return (*made, *(check(id) for id in dict.fromkeys(named)))


def said(outcome: Outcome, fraction: float | None = None, reason: str = "", by_absence: bool = False) -> Answer:
    text = f"{outcome}{reason}"
    return Answer(outcome, Text(f"见{text}", f"saw {text}"), fraction=fraction, reason=reason, by_absence=by_absence)


YES, NO = said(Outcome.YES), said(Outcome.NO)
GONE = said(Outcome.NO, by_absence=True)
UNSURE = said(Outcome.UNSURE)
NOT_APPLICABLE = said(Outcome.NOT_APPLICABLE)
ERROR = said(Outcome.ERROR, reason="error")


def unseen(reason: str = "timeout") -> Answer:
    return said(Outcome.NOT_SEEN, reason=reason)


def find(probe: str, device: Device, look: int, answer: Answer) -> Finding:
    return Finding(f"{probe}/{device}/{look}", probe, device, look, answer)


def everywhere(probe: str, answer: Answer, looks: int = 2) -> list[Finding]:
    return [find(probe, device, look, answer) for device in Device for look in range(1, looks + 1)]


ANSWERS = (
    *(YES, NO, GONE, UNSURE, NOT_APPLICABLE, ERROR),
    *(
        said(outcome, fraction)
        for outcome in (Outcome.YES, Outcome.NO, Outcome.UNSURE)
        for fraction in (0.0, 0.3, 0.8, 1.0)
    ),
    *(unseen(reason) for reason in ("login", "app_only", "blocked", "timeout", "not_looked")),
)


def findings_of(checks: Iterable[Check], random: Random) -> tuple[Finding, ...]:
    """Random answers for most probes; tempers differ so that good, bad and blind audits all occur."""
    temper = random.choice((ANSWERS, (YES, YES, YES, *ANSWERS), (NO, GONE, NO, NO, *ANSWERS[:6]), (NO,), (YES, NO)))
    return tuple(
        find(other_check.id, device, look, random.choice(temper))
        for other_check in checks
        for device in Device
        for look in (1, 2)
        if random.random() < (0.95 if look == 1 else 0.7)
    )


@cache
def _table() -> dict[str, Any]:
    """The real table, read once: random standards are made by the thousand. Whoever changes a part of it changes a copy."""
    return tomllib.loads(TABLE.read_text("utf-8"))


def small(*items: dict[str, Any]) -> Standard:
    """A standard of these items in two clauses of one chapter, with the real bands and values, and red lines that nothing raises."""
    raw = dict(_table())
    share = 100.0 / sum(item.get("weight", 1.0) for item in items)
    for item in items:
        item["weight"] = item.get("weight", 1.0) * share
    raw["items"] = [
        {"class": "observed", "clause": "1.1", "name": WORDS, "text": "文", "remedy": WORDS} | item for item in items
    ]
    raw["red_lines"] = [line | {"raised_by": []} for line in raw["red_lines"]]
    raw["standing"] = raw["standing"] | {"recheck_items": []}
    raw["chapters"] = [{"id": "1", "name": WORDS, "weight": 100}]
    raw["clauses"] = [{"id": "1.1", "name": WORDS}, {"id": "1.2", "name": WORDS}]
    return build_dataclass(Standard, raw)


def item(
    id: str = "1.1-1", points: tuple[float, ...] = (60, 40), marks: tuple[float, float] = (80, 50), **more: Any
) -> dict[str, Any]:
    """One item with checks a, b, … of these points."""
    letters = [{"id": chr(97 + n), "points": point, "name": WORDS} for n, point in enumerate(points)]
    return {"id": id, "total": sum(points), "pass": marks[0], "partial": marks[1], "checks": letters} | more


def random_item(random: Random, id: str) -> dict[str, Any]:
    """An item with random points, marks and conditions of every shape."""
    points = tuple(float(random.randint(1, 40)) for _ in range(random.randint(1, 4)))
    partial_mark, pass_mark = sorted(random.uniform(0, sum(points)) for _ in range(2))
    letters = [chr(97 + n) for n in range(len(points))]
    part: list[dict[str, Any]] = [{"check": random.choice(letters)}, {"probe": "made.named"}]
    more: dict[str, Any] = {
        "class": random.choice(("observed", "observed", "assisted", "documentary")),
        "clause": random.choice(("1.1", "1.2")),
        "devices": random.choice(("better", "mean")),
        "weight": random.uniform(0.5, 9),
    }
    if random.random() < 0.5:
        more["pass_needs"] = [random.choice(part) | {"at_least": random.uniform(0.1, 1)}]
    if random.random() < 0.5:
        more["fail_without"] = [random.choice(part)]
    if random.random() < 0.6:
        cap = random.choice(part) | {"below": random.uniform(0.1, 1)}
        more["caps"] = [
            cap | random.choice(({}, {"value": 0.4}, {"value": 0.4, "at_least": "partial"}, {"at_least": "partial"}))
        ]
    if random.random() < 0.3:
        groups = [random.sample(letters, random.randint(1, len(letters))) for _ in range(random.randint(1, 3))]
        more["core"] = {"groups": groups, "at_least": 0.5, "fail_missing": random.randint(1, 2)}
    return item(id, points, (pass_mark, partial_mark), **more)


def random_small(random: Random) -> Standard:
    return small(*(random_item(random, f"1.1-{n}") for n in range(1, random.randint(2, 5))))

"""What a site would have been had a page timed out: the pages of one audit, each hidden in turn."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from random import Random

from crawler.site import Gap, Site, View
from crawler.vocabulary import GapReason
from probes.probe import Check
from probes.profile import effective_profile
from probes.run import judge_site
from scoring.red_lines import find_red_lines
from scoring.score import Stage, score_verdicts
from scoring.standard_tables import Standard, Verdict
from scoring.verdict import ItemVerdict, judge_items

TOLERANCE = 1e-9


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts of a site and the lower bounds of its scores."""

    verdicts: tuple[ItemVerdict, ...]
    low: dict[Stage, float]

    @property
    def fails(self) -> set[str]:
        return {verdict.item for verdict in self.verdicts if verdict.verdict is Verdict.FAIL}


def judged(standard: Standard, checks: tuple[Check, ...], site: Site) -> Judged:
    profile = effective_profile(site)
    findings = judge_site(checks, site, profile=profile)
    verdicts = judge_items(standard, checks, findings, profile=profile)
    scores = score_verdicts(standard, verdicts, find_red_lines(standard, findings))
    return Judged(verdicts, {stage: scores[stage].score.low for stage in scores})


def hidden(site: Site, views: tuple[View, ...]) -> Site:
    """The same visit where these pages timed out instead."""
    gone = {view.id for view in views}
    gaps = {
        (view.role, view.state, view.device, view.look): Gap(
            view.role, view.state, view.device, view.look, GapReason.TIMEOUT, "hidden"
        )
        for view in views
    }
    return dataclasses.replace(
        site, views=tuple(view for view in site.views if view.id not in gone), gaps=(*site.gaps, *gaps.values())
    )


def blurred(site: Site, seen: View) -> Site | None:
    """The same visit where nobody read the pictures of that page; None where it has none."""
    ids = tuple(element.id for element in seen.elements if element.image or element.ocr)
    if not ids:
        return None
    unread = frozenset(ids)
    elements = tuple(
        dataclasses.replace(element, ocr="", ocr_confidence=None) if element.id in unread else element
        for element in seen.elements
    )
    thorough = dataclasses.replace(seen.thoroughness, images_unread=len(ids), unread_images=ids)
    less = dataclasses.replace(seen, elements=elements, thoroughness=thorough)
    return dataclasses.replace(site, views=tuple(less if view is seen else view for view in site.views))


def hidings(site: Site, seed: int, most: int) -> Iterator[tuple[str, Site]]:
    """Single pages, the pictures of pages, whole roles on one device, whole devices: at most so many of each, drawn by the seed."""
    draw = Random(seed)
    for view in draw.sample(site.views, min(most, len(site.views))):
        yield f"{view.device} {view.role} {view.state} {view.look} {view.id}", hidden(site, (view,))
    for view in draw.sample(site.views, min(most, len(site.views))):
        less = blurred(site, view)
        if less is not None:
            yield f"pictures of {view.device} {view.role} {view.state} {view.look} {view.id}", less
    for device in {view.device for view in site.views}:
        yield f"all of {device}", hidden(site, tuple(view for view in site.views if view.device is device))
    groups: dict[str, list[View]] = {}
    for view in site.views:
        groups.setdefault(f"all {view.device} {view.role} {view.look}", []).append(view)
    for name in draw.sample(sorted(groups), min(most, len(groups))):
        yield name, hidden(site, tuple(groups[name]))


def worse_than(before: Judged, after: Judged) -> tuple[str, ...]:
    """How seeing less made a fail or raised a lower bound; empty as it must be."""
    old = {verdict.item: verdict for verdict in before.verdicts}
    faults = [
        f"{item} fails: {next(verdict for verdict in after.verdicts if verdict.item == item).because.en}"
        for item in sorted(after.fails - before.fails)
    ]
    for stage, low in after.low.items():
        if low > before.low[stage] + TOLERANCE:
            gained = [
                f"{verdict.item} {old[verdict.item].verdict} {old[verdict.item].low:.3f} -> {verdict.verdict} {verdict.low:.3f}"
                for verdict in after.verdicts
                if verdict.low > old[verdict.item].low + TOLERANCE
                or verdict.guess_low > old[verdict.item].guess_low + TOLERANCE
                or (verdict.verdict is Verdict.NOT_APPLICABLE) != (old[verdict.item].verdict is Verdict.NOT_APPLICABLE)
            ]
            faults.append(f"{stage} low rises from {before.low[stage]:.3f} to {low:.3f}: {'; '.join(gained)}")
    return tuple(faults)

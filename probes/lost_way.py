"""What a second look did not find because it did not get as far as the first: where that one said otherwise, it is no word of the shop's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.site import View
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, Device, FoundBy
from probes.finding import Answer, Finding, Outcome
from probes.pages.absence.unopened import Surface
from probes.probe import Check


def rests_on_lost_way(
    check: Check, answer: Answer, device: Device, surface: Surface, findings: Iterable[Finding]
) -> bool:
    """Whether a later look alone says "not found", and did not open what an earlier look of the device read.

    That is every page of a role the check reads, or one that the earlier answer points to, or, if it points to none, one
    that a press opened: a later look presses little, and a list whose rows stayed shut tells nothing. Where the earlier
    one read that page and found nothing on it either, both say the same. ``findings``: those before.
    """
    if surface.look == 1 or answer.outcome is not Outcome.NO or not answer.by_absence:
        return False
    otherwise = [
        one for one in findings if one.probe == check.id and one.device is device and one.outcome is not Outcome.NO
    ]
    if not otherwise:
        return False
    before = [view for view in surface.site.views if view.look < surface.look]
    now = [view for view in surface.site.views if view.look == surface.look]
    reads = {(need.role, need.state) for need in check.probe.reads}
    if reads & {(view.role, view.state) for view in before} - {(view.role, view.state) for view in now}:
        return True
    told = {shown.view for one in otherwise for shown in one.answer.evidence}
    lost = _lost(before, now)
    if told:
        return any(view.id in told for view in lost)
    return any(view.found_by is FoundBy.CLICK and (view.role, view.state) in reads for view in lost)


def _lost(before: Sequence[View], now: Sequence[View]) -> list[View]:
    """The pages of an earlier look that this one did not open. What presses show at one address is told by their labels."""
    texts: dict[str, set[str]] = {}
    for view in before:
        texts.setdefault(page_identity(view.url), set()).add(view.text)

    def place(view: View) -> tuple[str, str]:
        address = page_identity(view.url)
        labelled = view.found_by is FoundBy.CLICK and len(texts.get(address, ())) > 1
        return address, view.path[-1] if labelled and view.path else ""

    opened = {place(view) for view in now}
    return [view for view in before if view.state == LANDED and place(view) not in opened]

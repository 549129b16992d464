"""What a second look did not find because it did not get as far as the first: where that one said otherwise, it is no word of the shop's."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.vocabulary import Device
from probes.finding import Answer, Finding, Outcome
from probes.pages.absence.unopened import Surface
from probes.probe import Check


def rests_on_lost_way(
    check: Check, answer: Answer, device: Device, surface: Surface, findings: Iterable[Finding]
) -> bool:
    """Whether a later look alone says "not found", and found no page that the check reads and an earlier look of the device opened.

    Where the earlier one read that page and found nothing on it either, both say the same. ``findings``: those before.
    """
    if surface.look == 1 or answer.outcome is not Outcome.NO or not answer.by_absence:
        return False
    before = {(view.role, view.state) for view in surface.site.views if view.look < surface.look}
    now = {(view.role, view.state) for view in surface.site.views if view.look == surface.look}
    if not any((need.role, need.state) in before - now for need in check.probe.reads):
        return False
    return any(one.probe == check.id and one.device is device and one.outcome is not Outcome.NO for one in findings)

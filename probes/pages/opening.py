"""What became of an entry that was tried: one that asked for a login, one that brought up nothing. What is only inferred says neither."""

from __future__ import annotations

from crawler.addressing import openable
from crawler.site import Element, Gap, Site
from crawler.stop import DEAD, DEAD_LINK
from crawler.vocabulary import GapReason, Role

INFERRED = ("the entry may stand on <", " linked pages could not be had")  # as crawler/doubt.py says it
_DEAD = frozenset({DEAD.detail, DEAD_LINK.detail})


def is_inferred(gap: Gap) -> bool:
    """Whether a gap only passes on why another role's page could not be had."""
    return any(said in gap.detail for said in INFERRED)


def login_behind(site: Site, role: Role) -> Gap | None:
    """The gap of a role whose own entry was followed and led to a login; None where none was."""
    gap = site.gap(role)
    return gap if gap is not None and gap.reason is GapReason.LOGIN and not is_inferred(gap) else None


def opened_nothing(site: Site, role: Role) -> frozenset[str]:
    """What the role's controls say, each in one line, where they were pressed and nothing came up that could be seen."""
    gap = site.gap(role)
    if site.view(role) is not None or gap is None or gap.reason is not GapReason.CONTROL or gap.detail not in _DEAD:
        return frozenset()
    dead = {f"{GapReason.CONTROL}: {detail}" for detail in _DEAD}
    return frozenset(
        each.text
        for each in site.fetches
        if each.purpose == "entry" and not each.url and each.error in dead and each.text
    )


def says_one_of(element: Element, labels: frozenset[str]) -> bool:
    """Whether a control without an address of its own is one of those."""
    return not openable(element.href) and element.words.replace("\n", " ")[:100] in labels

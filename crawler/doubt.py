"""Whether the absence of an entry can be told from pages that could not be had (criteria 0.3.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crawler import discover
from crawler.session.tried import Failure
from crawler.stop import DEAD, DEAD_LINK, Stop
from crawler.vocabulary import GapReason, Role


def doubt(role: Role, failed: Mapping[Role, Failure], seen: int, lost: Sequence[Failure]) -> Stop | None:
    """Why nothing may be said about a role nobody has linked, or None where enough was seen.

    ``failed`` are the roles of which no page could be had, ``seen`` how many pages of the shop were, of kinds that hold documents or
    entries to them, ``lost`` those that were followed in vain. Only the shop's own pages count. What needs a login counts as looked at,
    for behind a login nothing is offered to the public; but where not one page that holds documents could be seen, it may be us who are
    walled off. A control that does nothing hides no page, and an entry that counts on the home page alone needs no other.
    """
    if role in discover.AT_HOME:
        return None
    for other in (*discover.ALSO.get(role, ()), *discover.VOUCHING):
        failure = failed.get(other)
        if failure is None or other is role or not _may_hide(failure):
            continue
        stop = failure.stop
        if stop.reason is not GapReason.LOGIN or (not seen and other is not Role.SERVICE):
            return Stop(stop.reason, f"the entry may stand on <{other}>, which could not be had: {stop.detail}")
    others = [one for one in lost if one.own and not one.pressed and one.lead.role is not role]
    hidden = [one for one in others if one.stop.reason is not GapReason.LOGIN]
    pages = seen + len(hidden)
    if hidden and 1 - len(hidden) / pages < discover.FETCHED_SHARE:
        first = hidden[0]
        said = f"{len(hidden)}/{pages} linked pages could not be had, <{first.lead.role}>: {first.stop.detail}"
        return Stop(first.stop.reason, said)
    return None


def _may_hide(failure: Failure) -> bool:
    """Whether a page of the shop may stand behind what failed. A way to talk to somebody that cannot be pressed is no page."""
    if not failure.own or failure.stop in (DEAD, DEAD_LINK):
        return False
    return not (failure.pressed and failure.lead.role is Role.SERVICE and failure.stop.reason is GapReason.CONTROL)

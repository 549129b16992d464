"""Whether the absence of an entry can be told from pages that could not be had (criteria 0.3.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crawler import discover
from crawler.stop import DEAD, Stop
from crawler.vocabulary import GapReason, Role


def doubt(role: Role, linked: Iterable[Role], failed: Mapping[Role, Stop]) -> Stop | None:
    """Why nothing may be said about a role nobody has linked, or None where enough was seen.

    ``linked`` are the roles that had leads, ``failed`` those of which no page could be had. What needs a login counts as looked at
    except on the pages that are public by their nature: behind a login nothing is offered to the public. A control that leads nowhere
    hides no page, and an entry that counts on the home page alone needs no other.
    """
    if role in discover.AT_HOME:
        return None
    for other in discover.ALSO.get(role, ()):
        if other in failed:
            said = f"the entry may stand on <{other}>, which could not be had: {failed[other].detail}"
            return Stop(failed[other].reason, said)
    failed = {other: stop for other, stop in failed.items() if stop != DEAD}
    for other in discover.VOUCHING:
        stop = failed.get(other)
        if stop is not None and other is not role and not (stop.reason is GapReason.LOGIN and other is Role.SERVICE):
            return Stop(stop.reason, f"the entry may stand on <{other}>, which could not be had: {stop.detail}")
    roles = set(linked) - {role}
    lost = {
        other: failed[other] for other in sorted(roles & set(failed)) if failed[other].reason is not GapReason.LOGIN
    }
    if roles and 1 - len(lost) / len(roles) < discover.FETCHED_SHARE:
        other, stop = next(iter(lost.items()))
        return Stop(stop.reason, f"{len(lost)}/{len(roles)} linked pages could not be had, <{other}>: {stop.detail}")
    return None

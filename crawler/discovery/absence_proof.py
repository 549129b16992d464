"""Does a failed page load make it impossible to say that an entry is absent (criteria 0.3.5)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.discovery.tried_leads import FailedLead
from crawler.failure import DEAD, DEAD_LINK, LoadFailure
from crawler.links import fitting, role_links
from crawler.site import View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import Device, GapReason, Role


def doubt_absence(
    role: Role, failed: Mapping[Role, FailedLead], seen: int, lost: Sequence[FailedLead]
) -> LoadFailure | None:
    """Why nothing may be said about a role that nothing links to, or None if enough was seen.

    ``failed``: roles of which no page could be loaded; ``seen``: how many pages of the shop were loaded of kinds that
    hold documents or links to them; ``lost``: followed leads that failed. Only the shop's own pages count. A page that
    needs a login counts as seen, since nothing behind a login is offered to the public; but if not one page that holds
    documents could be seen, we may be the ones shut out. A control that does nothing hides no page, nor does an address
    at which the shop says that there is none, and an entry that counts only on the home page needs no other page. One
    page alone that could not be had hides what its own link named, however few pages the shop has.
    """
    if role in role_links.AT_HOME:
        return None
    for other in (*role_links.ALSO.get(role, ()), *role_links.VOUCHING):
        failure = failed.get(other)
        if failure is None or other is role or not _may_hide(failure):
            continue
        stop = failure.stop
        if stop.reason is not GapReason.LOGIN or (not seen and other is not Role.SERVICE):
            return LoadFailure(stop.reason, f"the entry may stand on <{other}>, which could not be had: {stop.detail}")
    others = [one for one in lost if one.own and not one.pressed and one.lead.role is not role]
    hidden = [one for one in others if one.stop.reason is not GapReason.LOGIN and not one.stop.says_none]
    pages = seen + len(hidden)
    if len(hidden) >= role_links.FEWEST_LOST and 1 - len(hidden) / pages < role_links.FETCHED_SHARE:
        first = hidden[0]
        said = f"{len(hidden)}/{pages} linked pages could not be had, <{first.lead.role}>: {first.stop.detail}"
        return LoadFailure(first.stop.reason, said)
    return None


def leave_second_ways(lost: Iterable[FailedLead], views: Iterable[View], device: Device) -> tuple[FailedLead, ...]:
    """The failed leads without those that only led home again and whose label, the name of a page, opened one elsewhere on the device.

    Where phones have a layout of their own, links kept from the other one often lead to its home page: what they name
    was seen by the link beside them. Nor do those hide a page that came to a list which was seen.
    """
    views = tuple(views)
    opened = {plain_words(view.path[-1]) for view in views if view.device is device and view.path}

    def is_seen(one: FailedLead) -> bool:
        said = plain_words((one.lead.path or ("",))[-1])
        named = one.lead.role in role_links.RULES and bool(role_links.names_role(one.lead.role, said))
        return one.stop == fitting.HOME_AGAIN and named and said in opened

    return tuple(one for one in lost if not is_seen(one) and not leads_to_seen_list(one, views, device))


def leads_to_seen_list(failed: FailedLead, views: Iterable[View], device: Device) -> bool:
    """Whether a lead was refused for a list of entries that was seen as another page: these are leads of their own, so it hides none."""
    if failed.stop != fitting.SILENT or not failed.lead.url:
        return False
    place = page_identity(failed.lead.url)
    return any(view.device is device and page_identity(view.url) == place for view in views)


def _may_hide(failure: FailedLead) -> bool:
    """Whether the failed lead may hide a page of the shop.

    A contact control that cannot be clicked hides none, nor does one whose label says more than the role's name: it may
    be a line of news.
    """
    if not failure.own or failure.stop in (DEAD, DEAD_LINK) or failure.stop.says_none:
        return False
    named = not failure.lead.path or role_links.is_name(failure.lead.role, failure.lead.path[-1])
    useless = failure.pressed and failure.stop.reason is GapReason.CONTROL
    return not (useless and (failure.lead.role is Role.SERVICE or not named))

"""What is behind a link: the page of that exact address, or why there is none to look at."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlsplit

from crawler.links import fitting
from crawler.site import Site, View
from crawler.urls import is_openable, url_pattern
from crawler.vocabulary import LANDED, NO_SUCH_PAGE, Role
from probes.text.remember import per_site


class Unreached(StrEnum):
    """Why there is no page behind a link to look at."""

    NEVER = "never"  # it was not opened, and nothing says that it could not be
    HIDDEN = "hidden"  # it may be a page that was hidden from us
    GONE = "gone"  # it is answered with "there is none"


def linked_view(site: Site, address: str) -> View | Unreached:
    """The page opened at an address, as requested or as it ended up; else why there is none."""
    if not is_openable(address):
        return Unreached.NEVER
    page = _pages(site).get(url_pattern(address))
    if page is not None:
        return page
    if url_pattern(address) in _gone(site):
        return Unreached.GONE
    if url_pattern(address) in _led_home(site):
        return Unreached.HIDDEN
    own = urlsplit(address).hostname == urlsplit(site.platform.url).hostname
    return Unreached.HIDDEN if own and _may_be_lost(site, address) else Unreached.NEVER


def _may_be_lost(site: Site, address: str) -> bool:
    """Whether a gap on our side has that address, or no address at all, so that it may be about that page."""
    return any(
        gap.state == LANDED
        and gap.role is not Role.HOME
        and not gap.reason.about_them
        and not gap.reason.not_public
        and (gap.url == "" or url_pattern(gap.url) == url_pattern(address))
        for gap in site.gaps
    )


@per_site
def _pages(site: Site) -> Mapping[str, View]:
    return {url_pattern(at): view for view in site.views for at in (view.asked, view.url) if at}


@per_site
def _gone(site: Site) -> frozenset[str]:
    links = (fetch for fetch in site.fetches if fetch.purpose == "link" and fetch.status in NO_SUCH_PAGE)
    return frozenset(url_pattern(link.asked) for link in links)


@per_site
def _led_home(site: Site) -> frozenset[str]:
    """Addresses of entries that brought up the home page again: what was to stand there is not known."""
    error = f"{fitting.HOME_AGAIN.reason}: {fitting.HOME_AGAIN.detail}"
    return frozenset(url_pattern(one.url) for one in site.fetches if one.purpose == "entry" and one.error == error)

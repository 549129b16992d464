"""What an HTTP response says about a page without a browser: there, gone, broken, or hidden from us."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from crawler import obstacles
from crawler.network.http_client import FetchError, FetchResult
from crawler.uptime.sample import GONE, TLS
from crawler.urls import absolute_url
from crawler.vocabulary import NO_SUCH_PAGE, GapReason, Role

_AROUND = ("header", "nav", "footer")
_UNSEEN = ("script", "style", "noscript", "template", "title")
_SPACES = re.compile(r"\s+")
_ERRORS = {
    FetchError.DNS: str(GapReason.UNREACHABLE),
    FetchError.TLS: TLS,
    FetchError.CONNECT: str(GapReason.UNREACHABLE),
    FetchError.TIMEOUT: str(GapReason.TIMEOUT),
    FetchError.REFUSED_BY_GUARD: str(GapReason.REFUSED_BY_GUARD),
    FetchError.TOO_MANY_REDIRECTS: str(GapReason.TRAP),
    FetchError.BAD_RESPONSE: str(GapReason.TRAP),
}


def page_fault(fetched: FetchResult, role: Role, connected: bool) -> tuple[str, str] | None:
    """Why the response is no page of the shop, as (reason, detail); None if the page is there.

    ``connected``: the host accepted the connection. If it then hangs up, it may do so only to us.
    """
    cut = fetched.error in (FetchError.TOO_LARGE, FetchError.TIMEOUT) and fetched.body
    if fetched.error is not None and not cut:
        detail = f"{fetched.error}: {fetched.detail or ''}"[:200]
        if fetched.error is FetchError.CONNECT and connected:
            return str(GapReason.BLOCKED), detail
        return _ERRORS.get(fetched.error, str(GapReason.TRAP)), detail
    found = _wall(fetched, role)
    if found is None:
        return None
    status = fetched.status or 0
    if found.reason is GapReason.BLANK:
        return str(found.reason), found.detail
    if found.reason is GapReason.ERROR_PAGE and role is not Role.HOME and status < 500:
        return GONE, found.detail
    if found.reason is GapReason.ERROR_PAGE and 400 <= status < 500 and status not in NO_SUCH_PAGE:
        return str(GapReason.BLOCKED), found.detail  # a home page refused with an odd status is refused only to us
    return str(found.reason), found.detail


def _wall(fetched: FetchResult, role: Role) -> obstacles.Obstacle | None:
    page = BeautifulSoup(fetched.text().replace("\0", ""), "lxml")
    title = " ".join(element.get_text() for element in page.find_all("title"))
    sources = [str(element["src"]) for element in page.find_all(("script", "iframe"), src=True)]
    scripts = tuple(absolute_url(fetched.url, source) for source in sources)
    _take_out(page, _UNSEEN)
    text = _words(page)
    has_password = page.find("input", type="password") is not None
    links = len(page.find_all("a", href=True))
    _take_out(page, _AROUND)
    found = obstacles.classify_obstacle(
        obstacles.LoadedPage(
            asked=fetched.asked,
            url=fetched.url,
            status=fetched.status,
            title=title,
            text=text,
            main=_words(page),
            html_bytes=len(fetched.body),
            requests=scripts,
            has_password=has_password,
            links=links,
            role=role,
        )
    )
    # A page drawn by scripts has no text here; a title and scripts show that it was served.
    drawn = found is not None and found.reason is GapReason.BLANK and bool(title.strip()) and bool(scripts)
    return None if drawn else found


def _take_out(page: BeautifulSoup, tags: tuple[str, ...]) -> None:
    for element in page.find_all(tags):
        element.decompose()


def _words(page: BeautifulSoup) -> str:
    return "\n".join(_SPACES.sub(" ", string) for string in page.stripped_strings)

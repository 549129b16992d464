"""What an HTTP answer says of a page without a browser: there, gone, broken, or hidden from us."""

from __future__ import annotations

import re

from lxml import etree, html

from crawler import obstacles
from crawler.addressing import absolute
from crawler.beat import GONE, TLS
from crawler.fetching import Fetched, FetchError
from crawler.vocabulary import GapReason, Role

_AROUND = ".//header | .//nav | .//footer"
_UNSEEN = ".//script | .//style | .//noscript | .//template | .//title"
_SPACES = re.compile(r"\s+")
_MISSING = frozenset({404, 410})
_ERRORS = {
    FetchError.DNS: str(GapReason.UNREACHABLE),
    FetchError.TLS: TLS,
    FetchError.CONNECT: str(GapReason.UNREACHABLE),
    FetchError.TIMEOUT: str(GapReason.TIMEOUT),
    FetchError.REFUSED_BY_GUARD: str(GapReason.REFUSED_BY_GUARD),
    FetchError.TOO_MANY_REDIRECTS: str(GapReason.TRAP),
    FetchError.BAD_RESPONSE: str(GapReason.TRAP),
}


def fault(fetched: Fetched, role: Role, connected: bool) -> tuple[str, str] | None:
    """Why it is no answer of the shop, as a reason and its detail; None where the page is there.

    ``connected``: the host took the connection. One that then hangs up may well do so to us alone.
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
    if found.reason is GapReason.ERROR_PAGE and 400 <= status < 500 and status not in _MISSING:
        return str(GapReason.BLOCKED), found.detail  # a home page that is refused in an odd way is refused to us
    return str(found.reason), found.detail


def _wall(fetched: Fetched, role: Role) -> obstacles.Obstacle | None:
    page = _parsed(fetched.text())
    title = "" if page is None else " ".join(str(said) for said in page.xpath(".//title/text()"))
    sources = page.xpath(".//script/@src | .//iframe/@src") if page is not None else []
    scripts = tuple(absolute(fetched.url, str(source)) for source in sources)
    for part in page.xpath(_UNSEEN) if page is not None else []:
        part.clear(keep_tail=True)
    text = _words(page)
    for part in page.xpath(_AROUND) if page is not None else []:
        part.clear(keep_tail=True)
    found = obstacles.classify(
        obstacles.Look(
            asked=fetched.asked,
            url=fetched.url,
            status=fetched.status,
            title=title,
            text=text,
            main=_words(page),
            html_bytes=len(fetched.body),
            requests=scripts,
            has_password=page is not None and bool(page.xpath(".//input[@type='password']")),
            links=len(page.xpath(".//a[@href]")) if page is not None else 0,
            role=role,
        )
    )
    # A page that scripts draw has no words here; that it has a name and scripts says that it was served.
    drawn = found is not None and found.reason is GapReason.BLANK and bool(title.strip()) and bool(scripts)
    return None if drawn else found


def _parsed(text: str) -> html.HtmlElement | None:
    try:
        page = html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"), html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return page


def _words(page: html.HtmlElement | None) -> str:
    if page is None:
        return ""
    parts = [part for node in page.iter() for part in (node.text if isinstance(node.tag, str) else "", node.tail)]
    return "\n".join(said for part in parts if part and (said := _SPACES.sub(" ", part).strip()))

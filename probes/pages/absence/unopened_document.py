"""Links on a document's page to another one that was not captured."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.site import Site
from crawler.vocabulary import Role
from probes.pages.absence.opening import list_led_home
from probes.pages.rules.policy import DOCUMENT, pattern
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_site_and


@per_site_and
def unopened_document(site: Site, about: tuple[str, ...] = (), role: Role = Role.PRIVACY) -> str:
    """Words of a link to another policy text that was not captured (about those things, if given); empty = none."""
    known = {_bare(view.url) for view in site.views} | {_bare(view.asked) for view in site.views}
    known |= {_bare(url) for url in list_led_home(site)}
    wanted = pattern(about) if about else None
    for view in site.all(role):
        for element in view.elements:
            words = fold_text(element.text or element.name)
            if not element.href or not element.seen or len(words) > 40 or _bare(element.href) in known:
                continue
            policy = any(word.lower() in words.lower() for word in DOCUMENT)
            if wanted.search(words) if wanted else policy:
                return words
    return ""


@per_line
def _bare(url: str) -> str:
    parts = urlsplit(url)
    hash_route = parts.fragment if parts.fragment.startswith(("/", "!/")) else ""
    return f"{parts.hostname or ''}{parts.path.rstrip('/')}?{parts.query}#{hash_route}"

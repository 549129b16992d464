"""Links that show a certificate of an issuer: an official seal, an entry of a register of certificates."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from probes.pages.absence.several import searched_views
from probes.pages.operator import licence_links
from probes.pages.operator.honours import FILE, name_honour
from probes.pages.operator.honours import ROLES as HONOUR_ROLES
from probes.pages.rules.policy import pattern

_SEALS = FILE.load().seals
_SEAL = pattern(tuple(FILE.load().words["seal"]))


def find_seals(site: Site) -> Iterator[tuple[View, Element]]:
    """Visible links that speak of a certificate and lead to an issuer; licences and bought seals are left out."""
    for view in searched_views(site, HONOUR_ROLES)[0]:
        for element in view.elements:
            if not element.href or not element.seen or licence_links.read_registry_link(element.href) is not None:
                continue
            host = urlsplit(element.href).hostname or ""
            issuer = _under(host, _SEALS["hosts"]) and not _under(host, _SEALS["paid"])
            if issuer and (name_honour(element.words.replace("\n", " ")) or _SEAL.search(element.words)):
                yield view, element


def _under(host: str, domains: tuple[str, ...]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)

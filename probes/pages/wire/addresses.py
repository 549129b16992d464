"""The addresses a page was opened by, each in one spelling."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import View
from crawler.urls import page_identity
from probes.text.remember import per_line


@per_line
def spell_address(url: str) -> str:
    """One spelling for one page: case, www. and a final slash make no difference."""
    return page_identity(url).rstrip("/").lower().replace("//www.", "//", 1) if url else ""


def list_addresses(view: View) -> Iterator[str]:
    """The addresses a page was opened by: the one requested, those it was redirected through, and the final one."""
    end = spell_address(view.url)
    yield from (end, spell_address(view.asked))
    for exchange in view.exchanges:  # in the order of their requests
        if exchange.kind != "document" or spell_address(exchange.url) == end:
            return
        if exchange.status is not None and 300 <= exchange.status < 400:
            yield spell_address(exchange.url)

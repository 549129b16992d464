"""Windows that one row after another asks for at one address: once two labels brought up the same words there, it is not loaded again."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from crawler.dom.snapshot import PageReading
from crawler.failure import KNOWN_WINDOW, LoadFailure
from crawler.links.fitting import alike_texts
from crawler.links.role_links import Lead
from crawler.urls import page_identity
from crawler.vocabulary import Role


@dataclass(slots=True)
class KnownWindows:
    """What presses on one device led to. ``roles``: whose windows may be spared; ``asked``: the address of the one spared last."""

    roles: Container[Role]
    asked: str = ""
    _first: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # by address: the label that led there first, the words
    _same: set[str] = field(default_factory=set)  # addresses at which another label brought up the same words

    def note(self, lead: Lead, page: PageReading) -> None:
        """Remember where a press on the lead's control led, if it left its page."""
        place = page_identity(page.url)
        if lead.url or not lead.path or place == page_identity(lead.on):
            return
        label, text = self._first.setdefault(place, (lead.path[-1], page.text))
        if label != lead.path[-1]:  # the same row for another role proves nothing
            (self._same.add if alike_texts(text, page.text) else self._same.discard)(place)

    def spare(self, url: str, role: Role) -> LoadFailure | None:
        """Why the window that a control of that role asks for need not be opened, or None."""
        if role not in self.roles or page_identity(url) not in self._same:
            return None
        self.asked = url
        return KNOWN_WINDOW

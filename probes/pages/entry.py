"""A seen link or control, and whether its label names something."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler import discover
from crawler.site import Element, View
from crawler.vocabulary import Region, Role
from crawler.words import plain
from probes.reading.policy import pattern

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("unopened.toml").read_text("utf-8"))
_AMID_GOODS: float = _DATA["limits"]["amid_goods"]
_ENDINGS: tuple[str, ...] = tuple(_DATA["texts"]["endings"])
_NOT_NAMES: dict[Role, tuple[str, ...]] = {
    role: tuple(plain(word) for word in (*rule.not_words, *_DATA["not"].get(role, ())))
    for role, rule in discover.RULES.items()
}
_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})
_SHELVES = frozenset({Region.NAV, Region.SIDE})  # of a list: the names of others
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.SIDE, Region.FLOATING})


@dataclass(frozen=True, slots=True)
class Entry:
    """A link or control of this shop. ``said`` are its labels as patterns see them; ``url`` "" = a control without an address."""

    view: View
    element: Element
    said: tuple[str, ...]
    url: str

    @property
    def label(self) -> str:
        """What it says, as it stands on the page."""
        return " ".join((self.element.text or self.element.own or self.element.name or self.said[0]).split())

    def speaks(self, words: tuple[str, ...], *, anywhere: bool = False) -> bool:
        """Whether a label holds one of a check's own words; ``anywhere``: amid goods too, however small a part of it."""
        if not words:
            return False
        wanted = pattern(words)
        return any(
            (hit := wanted.search(one)) is not None and (anywhere or self._weighs(hit.group(), one))
            for one in self.said
        )

    def tells(self, topics: tuple[str, ...]) -> bool:
        """Whether a label names one of those topics."""
        return any(
            word in one and self._weighs(word, one) and not any(other in one for other in discover.FURTHER_NOT)
            for one in self.said
            for word in topics
        )

    def names(self, role: Role) -> bool:
        """Whether a label is the name of a page of that role."""
        return any(
            any(word in one and self._weighs(word, one) for word in discover.RULES[role].words)
            and not any(word in one for word in _NOT_NAMES[role])
            for one in self.said
        )

    def _weighs(self, word: str, said: str) -> bool:
        """Whether a word says what the page is about: amid goods it must be most of the label, for goods have names of any kind."""
        around = _AROUND if self.view.role is not Role.LIST else _AROUND - _SHELVES
        if self.view.role not in _GOODS or self.element.region in around:
            return True
        ending = next((each for each in _ENDINGS if said.endswith(each) and said != word), "")
        return len(word) >= _AMID_GOODS * (len(said) - len(ending))

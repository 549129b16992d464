"""A visible link or control, and whether its label names something."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.links import role_links
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import Region, Role
from probes.schema.unopened_table import UNOPENED
from probes.text.normalise import fold_text
from probes.text.remember import per_elements, per_line
from probes.text.word_pattern import compile_words

_DATA = UNOPENED.load()
_AMID_GOODS: float = _DATA.limits.amid_goods
_OWN_WORD: int = _DATA.limits.own_word
_ENDINGS: tuple[str, ...] = tuple(_DATA.texts["endings"])
_NOT_OF = {Role.LICENCE: _DATA.not_.licence}
_NOT_NAMES: dict[Role, tuple[str, ...]] = {
    role: tuple(plain_words(word) for word in (*rule.not_words, *_NOT_OF.get(role, ())))
    for role, rule in role_links.RULES.items()
}
_TRAPS: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.not_.traps)
_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})
_SHELVES = frozenset({Region.NAV, Region.SIDE})  # of a list: the names of others
_AROUND = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.SIDE, Region.FLOATING})


@per_line
def _names(said: str, role: Role) -> tuple[str, ...]:
    """The names of a role's pages that a label holds; none where it holds a word that no such page has in its name."""
    held = tuple(word for word in role_links.RULES[role].words if word in said)
    return () if not held or any(word in said for word in _NOT_NAMES[role]) else held


def read_labels(element: Element) -> tuple[str, ...]:
    """The labels of a control as an entry bears them, folded; words in which that of a role's name stands by chance are taken out."""
    labels = role_links.spoken_labels(element, role_links.LONGEST)
    return tuple(_untrapped(label) for label in labels if label)


@per_line
def _untrapped(label: str) -> str:
    said = fold_text(label).lower()
    for trap in _TRAPS:
        said = said.replace(trap, "□")
    return said


@per_elements
def list_labels(elements: tuple[Element, ...]) -> str:
    """The labels of all that can be pressed on a page, one a line: an entry that says something says it here."""
    pressable = (element for element in elements if element.seen and (element.href or element.clickable))
    return "\n".join(said for element in pressable for said in read_labels(element))


@per_line
def may_name(labels: str, role: Role) -> bool:
    """Whether any of these labels may name a page of a role: they hold one of its words."""
    return role in role_links.RULES and any(word in labels for word in role_links.RULES[role].words)


@dataclass(frozen=True, slots=True)
class ShopEntry:
    """A link or control of this shop. ``said`` are its labels in folded form; ``url`` "" = a control without an address."""

    view: View
    element: Element
    said: tuple[str, ...]
    url: str

    @property
    def label(self) -> str:
        """The label as it stands on the page."""
        return " ".join((self.element.text or self.element.own or self.element.name or self.said[0]).split())

    def speaks(self, words: tuple[str, ...], *, anywhere: bool = False) -> bool:
        """Whether a label holds one of a check's own words; ``anywhere``: among goods too, however small a part of the label it is.

        A single character that a word may be as well (精选好货 for 才能|好) stands in labels of all kinds and names nothing.
        """
        if not words:
            return False
        wanted = compile_words(words)
        hits = ((hit.group(), one) for one in self.said for hit in wanted.finditer(one))
        return any(anywhere or (len(hit) >= _OWN_WORD and self._weighs(hit, one)) for hit, one in hits)

    def tells(self, topics: tuple[str, ...]) -> bool:
        """Whether a label names one of those topics."""
        return any(
            word in one and self._weighs(word, one) and not any(other in one for other in role_links.FURTHER_NOT)
            for one in self.said
            for word in topics
        )

    def names(self, role: Role) -> bool:
        """Whether a label is the name of a page of that role."""
        return any(any(self._weighs(word, one) for word in _names(one, role)) for one in self.said)

    def _weighs(self, word: str, said: str) -> bool:
        """Whether the word is what the page is about: among goods it must be most of the label, as goods have all sorts of names."""
        around = _AROUND if self.view.role is not Role.LIST else _AROUND - _SHELVES
        if self.view.role not in _GOODS or self.element.region in around:
            return True
        ending = next((ending for ending in _ENDINGS if said.endswith(ending) and said != word), "")
        return len(word) >= _AMID_GOODS * (len(said) - len(ending))

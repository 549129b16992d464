"""What a card that is one link is called: its first words, where they are drawn larger or heavier than what stands below."""

from __future__ import annotations

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.text.normalise import plain_text
from probes.text.remember import per_view


@per_view
def headings_of_cards(view: View) -> dict[int, str]:
    """The heading of each link of a page's body that holds several blocks of words (an article's title, what it is about, its day), by id.

    A list of articles names each by such a card. As one label it is too long for an entry; its heading is the label.
    """
    inside: dict[int, int] = {}  # an element of a card → the link around it
    blocks: dict[int, list[Element]] = {}
    for element in view.elements:  # what stands inside comes after
        around = inside.get(element.parent) if element.parent is not None else None
        if around is not None:
            inside[element.id] = around
            if element.own and element.seen:
                blocks[around].append(element)
        elif element.tag == "a" and element.href and element.region is Region.MAIN and not element.own:
            inside[element.id] = element.id
            blocks[element.id] = []
    cards = ((view.element(id), found) for id, found in blocks.items() if len(found) > 1)
    return {link.id: found[0].own for link, found in cards if _is_heading(link, found)}


def _is_heading(link: Element, blocks: list[Element]) -> bool:
    first, rest = blocks[0], blocks[1:]
    if not plain_text(link.text).startswith(plain_text(first.own)):
        return False
    larger = all(first.font_px > below.font_px for below in rest)
    heavier = all(first.font_px >= below.font_px and first.weight > below.weight for below in rest)
    return larger or heavier

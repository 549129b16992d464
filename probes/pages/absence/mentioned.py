"""Whether anything that pages say of their own sounds like what a reader did not find: where nothing does, there was nothing to overlook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.discovery.products.product_signs import read_signs
from crawler.settings_file import SettingsFile
from crawler.site import Platform, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import FoundBy, Role
from probes.pages.absence.only_names import only_names
from probes.pages.absence.several import find_shelf, searched_views
from probes.pages.layout.idle_controls import lists_goods
from probes.pages.layout.named_pictures import lists_titles
from probes.pages.lists.goods_targets import learn_goods, looks_like_goods
from probes.pages.main import manual
from probes.pages.main.main_text import main_surface, read_cards
from probes.pages.main.own_title import own_title
from probes.pages.rules import unfolded
from probes.pages.rules.brands import brand_named
from probes.pages.rules.policy import is_unwritten
from probes.probe import Check
from probes.schema.reading_table import Spoken, Whole
from probes.text.learnt.mentions import find_mention, load_mentions, split_pieces
from probes.text.normalise import fold_text
from probes.text.remember import per_site, per_view, per_view_and


@dataclass(frozen=True, slots=True)
class MentionedTable:
    """The file mentioned.toml."""

    limits: Whole[Literal["repeated", "others", "line", "loud"]]
    everywhere: tuple[str, ...]
    told: tuple[str, ...]
    greetings: tuple[str, ...]
    voices: tuple[str, ...]
    vouchers: str
    words: Spoken


FILE = SettingsFile("probes.pages.absence", "mentioned.toml", MentionedTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
EVERYWHERE = frozenset(_DATA.everywhere)  # checks for which every line of a page is heard
_TOLD = frozenset(_DATA.told)  # checks that ask no statement, and are heard as if they did
_VOUCHERS = re.compile(_DATA.vouchers, re.IGNORECASE)
_GREETS = re.compile("|".join(_DATA.greetings))
LOUD = _LIMITS["loud"]
WORDS = _DATA.words  # said where something sounds like it


def can_hear(check: Check) -> bool:
    """Whether it was learnt how texts sound that speak of what the check asks for."""
    return (check.stated or check.id in EVERYWHERE or check.id in _TOLD) and check.id in load_mentions()


def find_mentioned(
    check: Check, surface: Site, beside: tuple[str, ...] = (), least: int = 0
) -> tuple[View, str] | None:
    """The first page the check reads that says something which sounds like the thing, with those words; None where none does.

    Sentences with a quote of ``beside`` are left out: they were read. ``least`` is by how much the bar of hearing is passed.

    Main texts are heard, but for pages that say nothing but their name, manuals of programs, articles about other
    platforms, and lists of goods that no role's name fits. Who reads documents hears the shop's other pages too. For a
    check of what may stand anywhere on a page of goods, every line is heard, labels and frames too. Raises KeyError for
    a check that cannot be heard.
    """
    silent = only_names(surface) | find_goods_pages(surface)
    roles = dict.fromkeys(need.role for need in check.probe.reads)
    if find_shelf(check.probe.reads) is not None:
        roles[Role.OTHER] = None
    heard = surface if check.id in EVERYWHERE else main_surface(surface)
    for view in searched_views(heard, roles)[0]:
        if view.id not in silent and not manual.is_manual(view) and not _tells_of_others(view, surface.platform):
            found = _heard_beside(view, check.id, beside) if beside else _heard(view, check.id)
            if found is not None and found[0] >= least:
                return view, found[1]
    return None


@per_site
def find_goods_pages(surface: Site) -> frozenset[str]:
    """Ids of pages without a role that are goods or lists of them, by their address or their looks, or tell of vouchers alone by their title.

    So are lists of topics or brands, of which each entry speaks of what it leads to.
    What a press showed on the page of a thing for sale is none: it stands at that page's address, and is what was pressed.
    """
    often = Counter(page_identity(view.url) for view in surface.views)
    shown = (view.id for view in surface.views if view.found_by is FoundBy.CLICK and often[page_identity(view.url)] > 1)
    pressed = frozenset(shown)
    unnamed = tuple(view for view in surface.views if view.role is Role.OTHER and view.id not in pressed)
    goods = learn_goods(surface) if unnamed else None
    vouchers = frozenset(view.id for view in unnamed if _VOUCHERS.fullmatch(fold_text(own_title(view)).strip()))
    held = (
        view.id
        for view in unnamed
        if (goods is not None and (goods.hold(view.url) or _sells_goods(view)))
        or lists_goods(view)
        or lists_titles(view)
    )
    return vouchers.union(held)


def _sells_goods(view: View) -> bool:
    """Whether a page has the usual address of goods and shows one for sale, be it of no shape that this shop's goods have elsewhere.

    Without a control to buy it (who has not logged in redeems nothing) a price beside a large picture tells, on a page without a sentence.
    """
    if not looks_like_goods(view.url):
        return False
    signs = read_signs(view)
    return signs.is_product or (signs.price and signs.gallery and "。" not in own_words(view))


def _tells_of_others(view: View, platform: Platform) -> bool:
    """Whether a page is an article about other platforms: it names several, never this shop, and speaks to nobody."""
    said = "\n".join(line for line in own_words(view).split("\n") if len(line) >= _LIMITS["line"])
    if platform.name in said or any(voice in said for voice in _DATA.voices):
        return False
    named: list[str] = []
    while len(named) < _LIMITS["others"] and (brand := brand_named(said, platform, tuple(named))):
        named.append(brand)
    return len(named) >= _LIMITS["others"]


@per_view_and
def _heard(view: View, check: str) -> tuple[int, str] | None:
    return find_mention(check, _said(view, check), check in EVERYWHERE)


def _heard_beside(view: View, check: str, quotes: tuple[str, ...]) -> tuple[int, str] | None:
    return find_mention(check, _unquoted(view, check, quotes), check in EVERYWHERE)


def _said(view: View, check: str) -> str:
    return unfolded.unfolded_text(view) if check in EVERYWHERE else own_words(view)


def _unquoted(view: View, check: str, quotes: tuple[str, ...]) -> str:
    """What the page says without the sentences that a quote begins, holds or is part of."""
    pieces = [piece for line in _said(view, check).split("\n") for piece in split_pieces(line)]
    return "\n".join(find_unquoted(pieces, quotes))


def find_unquoted(pieces: Iterable[str], quotes: tuple[str, ...]) -> list[str]:
    """The sentences or lines that no quote begins, holds or is part of."""
    read = tuple(bare for quote in quotes if (bare := _bare(quote)))
    return [piece for piece in pieces if not any(quote in _bare(piece) or _bare(piece) in quote for quote in read)]


def _bare(words: str) -> str:
    return "".join(fold_text(words).split()).rstrip("…。；;")


@per_view
def own_words(view: View) -> str:
    """The page's text without labels: its title, lines that are links or controls, titles of goods, greetings, lines that it repeats,
    and those of a page still to be written.
    """
    lines = unfolded.unfolded_text(view).split("\n")
    often = Counter(line.strip() for line in lines)
    labels = {
        element.text.strip() for element in view.elements if element.href or element.clickable or element.heading == 1
    }
    labels |= {card.title for card in read_cards(view)} | {own_title(view).strip()}
    return "\n".join(
        line
        for line in lines
        if (said := line.strip())
        and often[said] < _LIMITS["repeated"]
        and said not in labels
        and not _GREETS.search(fold_text(said).lower())
        and not is_unwritten(said)
    )

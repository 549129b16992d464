"""What of a shop is opened at last: the file leftovers.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class LeftoverLimits:
    """How much is opened at last on a device."""

    seconds: Annotated[float, Setting("after which no other page is begun, on a quick machine", "seconds")]
    presses: Annotated[int, Setting("of entries without an address")]
    adopted: Annotated[int, Setting("loads of pages whose addresses another device found")]
    adopted_more: Annotated[
        int, Setting("of these, loads of further pages of roles of which this device saw far fewer than the other")
    ]
    thin: Annotated[float, Setting("of as many pages as the other device saw of a role, which are far fewer", "share")]
    longest: Annotated[int, Setting("of an entry without an address that is pressed", "characters")]
    sentence: Annotated[int, Setting("of a piece of text beside goods that counts, at least", "characters")]
    beside_goods: Annotated[int, Setting("of such text on a page that is nothing but a list of goods", "characters")]
    filters: Annotated[int, Setting("of an address that is held against the filters of lists, at most", "parameters")]


@dataclass(frozen=True, slots=True)
class LeftoverLoads:
    """Page loads of entries that no role's words name, of those that further pages left."""

    desktop: Annotated[int, Setting("on a desktop")]
    mobile: Annotated[int, Setting("on a phone")]


@dataclass(frozen=True, slots=True)
class NeverOpened:
    """What is not opened."""

    words: Annotated[tuple[str, ...], Setting("of labels that do something")]
    pressed: Annotated[tuple[str, ...], Setting("of labels without an address that may do something when pressed")]
    papers: Annotated[
        str, Setting("pattern of whole labels that name a paper or a question about such a thing: pressed")
    ]
    layouts: Annotated[tuple[str, ...], Setting("whole labels that lead to the shop in the layout of another device")]
    files: Annotated[tuple[str, ...], Setting("that are no pages, by the end of the address")]
    orders: Annotated[str, Setting("pattern of a query that asks for another order of a list of goods")]
    counted: Annotated[str, Setting("pattern of whole labels that count a visitor's own things where there are none")]
    switches: Annotated[str, Setting("pattern of whole labels that turn the shop into another language or currency")]
    switched: Annotated[str, Setting("pattern of addresses that do so")]
    asked: Annotated[str, Setting("pattern of addresses that do so where nothing is written on their link")]


@dataclass(frozen=True, slots=True)
class LeftoverPresses:
    """Entries and cards without an address that are pressed."""

    seconds: Annotated[float, Setting("after which nothing more is pressed, on a quick machine", "seconds")]
    loads: Annotated[int, Setting("of pages that only a press reaches, of those that entries with an address left")]
    links: Annotated[
        int,
        Setting("to pages of the shop, goods aside, on a home page, from which on nothing is pressed"),
    ]
    longest: Annotated[int, Setting("of the label of such an entry or card, at most", "characters")]
    entry: Annotated[int, Setting("of a control's words that are its label as they stand, at most", "characters")]
    number: Annotated[
        str, Setting("pattern of labels that hold a licence's or telephone's number: they lead away or dial")
    ]
    papers: Annotated[str, Setting("what a paper is called after a form for an account: none of ``acts`` in it")]
    acts: Annotated[
        tuple[str, ...],
        Setting("words of labels that may do something to the shop or for a visitor, or call somebody: not pressed"),
    ]
    not_roles: Annotated[tuple[str, ...], Setting("roles of controls that choose or are filled in")]
    not_tags: Annotated[tuple[str, ...], Setting("tags of what is filled in")]


@dataclass(frozen=True, slots=True)
class NamedPresses:
    """Controls without an address whose labels name pages: pressed while the tour stands on their page."""

    presses: Annotated[int, Setting("on a device")]
    page: Annotated[int, Setting("on one page")]
    turns: Annotated[int, Setting("further parts of a list on one page, of those")]
    seconds: Annotated[float, Setting("for all of them on a device, on a quick machine", "seconds")]
    longest: Annotated[int, Setting("of such a label, at most", "characters")]
    share: Annotated[float, Setting("of a label amid goods that the name must be", "share")]
    shown: Annotated[int, Setting("that were not there before, at least", "characters")]
    entered: Annotated[int, Setting("of the label of an entry that was not there before, at least", "characters")]
    picture: Annotated[int, Setting("of each side of a picture that came, at least", "CSS px")]
    idle: Annotated[tuple[str, ...], Setting("words of labels behind which no text of the shop stands: not pressed")]
    of_goods: Annotated[tuple[str, ...], Setting("words of labels amid goods that are about the goods: not pressed")]
    consults: Annotated[
        tuple[str, ...], Setting("whole labels on pages of goods and of an account of ways to somebody to ask: pressed")
    ]
    walls: Annotated[tuple[str, ...], Setting("words of a short answer that shows nothing: somebody must log in")]
    wall: Annotated[int, Setting("of such an answer, at most", "characters")]


@dataclass(frozen=True, slots=True)
class TurningLinks:
    """Links that turn the pages of a list."""

    labels: Annotated[str, Setting("pattern of their labels: such a part is opened last")]
    urls: Annotated[str, Setting("pattern of its number in a query; the first part is the list itself")]
    on: Annotated[tuple[str, ...], Setting("labels of what turns a list on to its next part")]
    number: Annotated[str, Setting("pattern of the number of a further part, which is pressed where it has no address")]
    around: Annotated[int, Setting("around such a number in which what turns the list on is looked for", "boxes")]
    sorts: Annotated[str, Setting("pattern of whole labels that sort a list, away from home: opened last as well")]


@dataclass(frozen=True, slots=True)
class TrailEnds:
    """The last step of a trail, which names the page itself and is not pressed."""

    step: Annotated[str, Setting("pattern of what stands before it in its row, at the end")]
    around: Annotated[int, Setting("around it in which the row is looked for", "boxes")]
    longest: Annotated[int, Setting("of such a row, at most", "characters")]


@dataclass(frozen=True, slots=True)
class LeftoverSettings:
    """The file leftovers.toml."""

    limits: LeftoverLimits
    loads: LeftoverLoads
    never: NeverOpened
    press: LeftoverPresses
    named: NamedPresses
    turning: TurningLinks
    trail: TrailEnds


FILE = SettingsFile("crawler.discovery.leftovers", "leftovers.toml", LeftoverSettings)

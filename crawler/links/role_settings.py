"""How the page of each role is found: the file roles.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting
from crawler.vocabulary import Role


@dataclass(frozen=True, slots=True)
class RoleRules:
    """How entries are recognised, whatever the role."""

    wide: Annotated[float, Setting("score of a label that is one of ``whole``: below that of any label that is a word")]
    marks: Annotated[str, Setting("around a name in a label, and no part of it")]
    longest_text: Annotated[int, Setting("a link with more is an article or a product, not an entry", "characters")]
    second_level: Annotated[tuple[Role, ...], Setting("pages whose own links are entries too")]
    vouching: Annotated[
        tuple[Role, ...],
        Setting("public pages that must have been had before an entry is said to be missing"),
    ]
    also: Annotated[
        Mapping[Role, tuple[Role, ...]], Setting("pages on which an entry of that role is often and nowhere else")
    ]
    order: Annotated[tuple[Role, ...], Setting("most asked for first, should a budget run out")]
    at_home: Annotated[
        tuple[Role, ...],
        Setting("one click from the home page at most (criteria, licences shown): no other page can hold it"),
    ]
    fetched_share: Annotated[
        float,
        Setting(
            "of linked pages that must have been had before that (criteria 0.3.5)",
            "share",
        ),
    ]
    fewest_lost: Annotated[int, Setting("linked pages that could not be had before that share counts", "pages")]


@dataclass(frozen=True, slots=True)
class FurtherLoads:
    """Page loads of further pages, for all roles together."""

    desktop: Annotated[int, Setting("on a desktop")]
    mobile: Annotated[int, Setting("on a phone")]


@dataclass(frozen=True, slots=True)
class FurtherPages:
    """Further pages of a role: what the shop links by name besides its entry."""

    longest_text: Annotated[int, Setting("articles and rules have longer names than entries", "characters")]
    priced: Annotated[str, Setting("pattern of a label with an amount, which names goods or a kind of them")]
    not_words: Annotated[tuple[str, ...], Setting("of links that lead to something else")]
    personal: Annotated[tuple[str, ...], Setting("whole labels of pages of one's own, behind a login")]
    vague: Annotated[
        tuple[str, ...], Setting("what says nothing by itself: such a word counts on a page of the role alone")
    ]
    shelves: Annotated[
        tuple[str, ...], Setting("pages whose own links are the shop's documents as much as its footer's")
    ]
    fills: Annotated[
        tuple[Role, ...], Setting("roles that a page named by a topic may fill where no entry of their own was found")
    ]
    stub_tries: Annotated[int, Setting("pages more that are tried for a role while those found are mere stubs")]
    loads: FurtherLoads


@dataclass(frozen=True, slots=True)
class SpokenRoles:
    """How the role of a page without a known name is told by its own words, where the role has no page else."""

    roles: Annotated[tuple[Role, ...], Setting("that are told so")]
    times: Annotated[int, Setting("the page says words of the role, at least")]
    lead: Annotated[float, Setting("as often as those of any other of these roles", "times")]
    spread: Annotated[int, Setting("of the page for each of these words, at most", "characters")]


@dataclass(frozen=True, slots=True)
class Merchants:
    """How pages for merchants are recognised: they are not pages for buyers."""

    words: Annotated[tuple[str, ...], Setting("of such a label or title")]
    roles: Annotated[tuple[Role, ...], Setting("roles of which such a page is none")]


@dataclass(frozen=True, slots=True)
class DoingAddresses:
    """Addresses with an effect: a link is tried only if following it has none."""

    urls: Annotated[tuple[str, ...], Setting("patterns of such addresses")]


@dataclass(frozen=True, slots=True)
class GoodsAddressWords:
    """What in an address names goods, of whatever kind its page is."""

    keys: Annotated[str, Setting("pattern of a part of the query whose key names goods")]


@dataclass(frozen=True, slots=True)
class AdvertAddressWords:
    """What an address looks like that sends on from an advertisement."""

    urls: Annotated[str, Setting("pattern of such an address")]


@dataclass(frozen=True, slots=True)
class CartWords:
    """What a cart says besides its name."""

    shows: Annotated[tuple[str, ...], Setting("words of it")]


@dataclass(frozen=True, slots=True)
class AccountWords:
    """What a page says that asks who the visitor is."""

    fields: Annotated[tuple[str, ...], Setting("of its fields")]
    says: Annotated[tuple[str, ...], Setting("where there is none")]
    states: Annotated[
        tuple[str, ...],
        Setting("of a visitor's orders: in a row with two of them, an entry is one of the account"),
    ]
    fewest: Annotated[int, Setting("other such states that make a row one of a visitor's orders")]
    beside: Annotated[str, Setting("pattern of what such an entry is called, apart from those")]


@dataclass(frozen=True, slots=True)
class Around:
    """How far around a control it is looked for what it belongs to."""

    link: Annotated[int, Setting("elements around a picture or text in which its link is looked for")]
    form: Annotated[int, Setting("elements around a button in which its form is looked for")]


@dataclass(frozen=True, slots=True)
class Index:
    """When a page is but a list of entries, and no text of the matter that led there."""

    roles: Annotated[tuple[Role, ...], Setting("of one matter, which such a list does not hold unless it names it")]
    main: Annotated[int, Setting("of its main part at most", "characters")]
    entries: Annotated[int, Setting("in its main part at least")]
    share: Annotated[float, Setting("of the main part's characters that are entries, at least", "share")]


@dataclass(frozen=True, slots=True)
class HomeAgain:
    """When a page is the home page under another address."""

    same: Annotated[float, Setting("of two pages' lines that are the same: a clock and a carousel differ", "share")]
    titled: Annotated[
        float, Setting("of the lines of two long pages of one title: goods that a shop draws by lot differ", "share")
    ]
    lines: Annotated[int, Setting("that two such long pages share, at least: more than the frame of any page")]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """How the page of one role is found."""

    words: Annotated[
        tuple[str, ...], Setting("of labels that name it wherever they stand, and alone are this role's entry")
    ]
    urls: Annotated[tuple[str, ...], Setting("hints in addresses")]
    paths: Annotated[tuple[str, ...], Setting("where it usually is")]
    pages: Annotated[int, Setting("that are read")]
    names: Annotated[tuple[str, ...], Setting("that name it as well, and may be another role's further page too")] = ()
    whole: Annotated[tuple[str, ...], Setting("too wide for that: they name it, weakly, as the whole label alone")] = ()
    not_words: Annotated[tuple[str, ...], Setting("of labels that never name it")] = ()
    strong_urls: Annotated[tuple[str, ...], Setting("patterns of addresses that are its own")] = ()
    not_urls: Annotated[tuple[str, ...], Setting("patterns of addresses that never are")] = ()
    further: Annotated[
        tuple[str, ...], Setting("topics of its further pages, most useful first; words of one parted by |")
    ] = ()
    further_pages: Annotated[int, Setting("that are read in all")] = 0


@dataclass(frozen=True, slots=True)
class RoleSettings:
    """The file roles.toml: how the page of each role is found."""

    rules: RoleRules
    further: FurtherPages
    spoken: SpokenRoles
    merchants: Merchants
    doing: DoingAddresses
    goods: GoodsAddressWords
    adverts: AdvertAddressWords
    cart: CartWords
    account: AccountWords
    home_again: HomeAgain
    index: Index
    around: Around
    roles: Mapping[Role, RoleWords]


FILE = SettingsFile("crawler.links", "roles.toml", RoleSettings)

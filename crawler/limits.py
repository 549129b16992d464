"""Budgets, waits and politeness of a crawl: the file limits.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting
from crawler.vocabulary import Device


@dataclass(frozen=True, slots=True)
class AuditLimits:
    """What one audit may take."""

    seconds: Annotated[float, Setting("for all that is looked at", "s")]
    finish_seconds: Annotated[float, Setting("after them, for the page under way; no other is begun", "s")]
    grace_seconds: Annotated[
        float, Setting("after them all is closed, however busy the machine is: a visit takes no longer than both", "s")
    ]
    pages: Annotated[int, Setting("page loads of one audit, timings and second looks included")]
    rss_bytes: Annotated[int, Setting("of all browser processes together; ours and the driver's come on top", "bytes")]
    heaps: Annotated[int, Setting("from which all threads of our own process together take memory")]
    mapped_bytes: Annotated[int, Setting("a larger piece of memory goes back to the system once it is freed", "bytes")]
    freed_bytes: Annotated[int, Setting("of freed memory kept at the end of a heap", "bytes")]


@dataclass(frozen=True, slots=True)
class PageLimits:
    """What one page may take, and how long to wait for it."""

    load_seconds: Annotated[float, Setting("until the document has been parsed", "s")]
    shown_chars: Annotated[int, Setting("characters of an unfinished document that are worth reading", "characters")]
    rest_seconds: Annotated[
        float, Setting("further, until its load event, if nothing but pictures is outstanding", "s")
    ]
    settle_seconds: Annotated[float, Setting("further, until requests and the tree are quiet", "s")]
    late_seconds: Annotated[float, Setting("for words that come late on a page that shows none, at most", "s")]
    quiet_ms: Annotated[int, Setting("how long both must have been quiet", "ms")]
    close_seconds: Annotated[float, Setting("until a page that is closed counts as stuck", "s")]
    tab_loads: Annotated[int, Setting("loads before a page is renewed: renderers grow")]
    ahead_slowdown: Annotated[
        float, Setting("times slower than idle a machine may be where a tour loads its next page meanwhile", "times")
    ]
    ahead_share: Annotated[float, Setting("of the browser's memory that may be in use for it")]
    act_seconds: Annotated[
        float,
        Setting(
            "one probe's clicks, all together: the longest take 75 s on a busy machine, and a limit that bites decides items",
            "s",
        ),
    ]
    bytes: Annotated[int, Setting("decoded bytes of one page, all its requests", "bytes")]
    head_bytes: Annotated[int, Setting("heads of one page's requests and answers together", "bytes")]
    requests: Annotated[int, Setting("requests of one page")]
    bomb_share: Annotated[
        int,
        Setting(
            "times an answer's own bytes that it unpacks to, from which on it is a bomb: pages unpack to 20 at most",
            "times",
        ),
    ]
    elements: Annotated[
        int, Setting("of one document, from which on it is not read: what draws and reads it would be killed by it")
    ]
    weigh_seconds: Annotated[float, Setting("for the light client to say what an answer is that killed its page", "s")]
    navigations: Annotated[int, Setting("top-level navigations of one page load")]
    dialogs: Annotated[int, Setting("alerts and the like of one page")]
    rss_bytes: Annotated[int, Setting("of one page's process", "bytes")]
    watch_seconds: Annotated[float, Setting("how often memory is looked at, and a page that has no words yet", "s")]
    whole_seconds: Annotated[float, Setting("for one page with all its scrolling, reading and pictures", "s")]
    body_seconds: Annotated[float, Setting("until the browser gives a body it holds", "s")]
    data_answers: Annotated[
        int, Setting("answers with data that are read of a page that holds nothing, the first of them")
    ]
    traps: Annotated[
        int, Setting("pages of one kind that were the same trap, after which another like them is not opened")
    ]
    scroll_screens: Annotated[int, Setting("steps of nine tenths of a screen that one box is scrolled at most")]
    scroll_growths: Annotated[int, Setting("times a page may grow at its end before it counts as endless")]
    scroll_height: Annotated[int, Setting("height from which on a page counts as endless too", "CSS px")]
    scroll_rounds: Annotated[int, Setting("times boxes are looked for that came up while others were scrolled")]
    scrollers: Annotated[int, Setting("boxes scrolled on one page, its window among them")]
    scroll_wait_ms: Annotated[int, Setting("after each step, for what is loaded late", "ms")]
    stable_rounds: Annotated[int, Setting("rounds without growth after which a page has ended")]
    hang_seconds: Annotated[float, Setting("a page that answers no script for so long is a trap", "s")]
    picture_height: Annotated[int, Setting("of a picture of a page, at most; the rest is cut", "CSS px")]
    picture_quality: Annotated[int, Setting("of JPEG pictures, 0-100")]
    picture_screens: Annotated[
        int, Setting("screens a picture is put together of where a box scrolls and not the window")
    ]
    wall_height: Annotated[int, Setting("of a picture of what stood in the place of a page, at most", "picture px")]
    wall_pictures: Annotated[
        int, Setting("such pictures of a visit: walls are much alike, and a second wall is cheap to tell")
    ]
    body_bytes: Annotated[int, Setting("kept of one body", "bytes")]
    body_fetch_bytes: Annotated[int, Setting("bodies that are larger yet are not even asked for", "bytes")]
    bodies_bytes: Annotated[int, Setting("of one audit, of all kinds together", "bytes")]
    pages_bytes: Annotated[
        int,
        Setting("more of one audit, which pictures and fonts never take: documents, styles, scripts, data", "bytes"),
    ]
    request_bytes: Annotated[int, Setting("kept of what a request sends", "bytes")]
    record_exchanges: Annotated[int, Setting("written down of one page, with all their headers")]
    menus: Annotated[int, Setting("controls hovered on the home page")]
    menu_wait_ms: Annotated[int, Setting("for a menu to be drawn", "ms")]
    pointer_seconds: Annotated[float, Setting("for the pointer to reach what it clicks or hovers", "s")]
    layers: Annotated[int, Setting("layers closed on one page")]
    layer_clicks: Annotated[int, Setting("controls clicked to close one layer")]


@dataclass(frozen=True, slots=True)
class MachineLimits:
    """How our own limits adapt to the machine (crawler/machine_time.py)."""

    every_seconds: Annotated[float, Setting("between two measurements", "s")]
    work_seconds: Annotated[float, Setting("of processor time, each", "s")]
    samples: Annotated[int, Setting("whose median counts")]
    most: Annotated[float, Setting("times that a limit is prolonged at most")]
    burning: Annotated[
        float,
        Setting("share of the time that a page's process runs or is ready to run at least where a script of it loops"),
    ]
    look_seconds: Annotated[float, Setting("how long that is looked at", "s")]


@dataclass(frozen=True, slots=True)
class Manners:
    """How politely we crawl."""

    pace: Annotated[float, Setting("page loads on one host", "a second")]
    robots_token: Annotated[str, Setting("the name that robots.txt knows us by")]
    longest_crawl_delay: Annotated[float, Setting("a longer delay asked for by robots.txt is not waited", "s")]
    contact: Annotated[str, Setting("where our visits can be asked about; replaced by XUNCHA_CONTACT")]
    robots_bytes: Annotated[int, Setting("read of a robots.txt", "bytes")]
    page_bytes: Annotated[int, Setting("read of a page that the light client asks for", "bytes")]
    site_maps: Annotated[int, Setting("files of a site map that are read")]
    site_map_bytes: Annotated[int, Setting("read of one file of a site map", "bytes")]
    site_map_pages: Annotated[int, Setting("addresses of a site map that are looked at")]


@dataclass(frozen=True, slots=True)
class TimingLimits:
    """How page loads are measured."""

    runs: Annotated[int, Setting("cold loads of a page")]
    least: Annotated[int, Setting("loads after which a page that is clear of all limits is loaded no more")]
    clear: Annotated[float, Setting("share of a limit that no load may pass, to be clear of it")]
    load_seconds: Annotated[float, Setting("for one load, until its load event", "s")]
    whole_seconds: Annotated[float, Setting("for one cold load with all that belongs to it", "s")]
    after_seconds: Annotated[
        float, Setting("after the last change of a page that has loaded, for late paints and shifts", "s")
    ]


@dataclass(frozen=True, slots=True)
class DiscoveryLimits:
    """What leads to pages of a role."""

    guessed: Annotated[int, Setting("addresses of a site map tried for one role")]
    head: Annotated[int, Setting("at a guessed page's beginning, where it says what it is", "characters")]
    frame_head: Annotated[int, Setting("at the beginning of a document in a frame, likewise", "characters")]
    word: Annotated[int, Setting("of a word that by itself says what a page is about, at least", "characters")]
    frame_word: Annotated[int, Setting("of a word that is the name of a document in a frame, at least", "characters")]
    alike: Annotated[
        int,
        Setting("addresses of one kind in a site map, at least, that may be goods: there are more of them than pages"),
    ]
    proving: Annotated[int, Setting("products seen at addresses of one kind, after which the others are goods too")]


@dataclass(frozen=True, slots=True)
class TabBarLimits:
    """What a phone's tab bar looks like."""

    least: Annotated[int, Setting("tabs of a bar, at least")]
    most: Annotated[int, Setting("tabs of a bar, at most")]
    word: Annotated[int, Setting("of a tab's word, at most", "characters")]
    below: Annotated[float, Setting("share of the screen's height below which the bar is")]
    spread: Annotated[float, Setting("share of the screen's width, at least")]


@dataclass(frozen=True, slots=True)
class MainFrameLimits:
    """When the one frame inside an otherwise empty page is the shop."""

    shell: Annotated[int, Setting("of its own with which a page is no shell any more", "characters")]
    tall: Annotated[float, Setting("share of the screen's height, at least, of such a frame")]
    wide: Annotated[int, Setting("width of such a frame, at least", "CSS px")]


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """What is read of a linked PDF or Word file, which may be hostile."""

    pdf_pages: Annotated[int, Setting("pages of a PDF that are read: a longer one is no policy")]
    characters: Annotated[int, Setting("of text that are kept of a file", "characters")]
    seconds: Annotated[float, Setting("for reading one file", "s")]
    memory_bytes: Annotated[int, Setting("of address space of the process that reads it", "bytes")]
    unpacked_bytes: Annotated[int, Setting("of a zip's members together, before it counts as a bomb", "bytes")]
    directory_bytes: Annotated[
        int, Setting("of a zip's directory, some 30,000 members: objects are made of all of them", "bytes")
    ]
    members: Annotated[int, Setting("of a zip that are listed, at most")]


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """How many links are tried."""

    sample: Annotated[int, Setting("links that are tried")]
    seconds: Annotated[float, Setting("for one link", "s")]


@dataclass(frozen=True, slots=True)
class Screen:
    """A device's viewport."""

    width: Annotated[int, Setting("of the viewport", "CSS px")]
    height: Annotated[int, Setting("of the viewport", "CSS px")]
    mobile: Annotated[bool, Setting("whether it is a phone's")]


@dataclass(frozen=True, slots=True)
class Devices:
    """The screens of the devices."""

    desktop: Screen
    mobile: Screen


@dataclass(frozen=True, slots=True)
class SampleOfDevice:
    """How many pages of goods are looked at on a device."""

    lists: Annotated[int, Setting("lists of goods that are opened")]
    products: Annotated[int, Setting("products that are opened; a phone opens of those that the desktop chose")]


@dataclass(frozen=True, slots=True)
class SampleLimits:
    """How many pages of goods are looked at (criteria 0.9: at least 12 products of 4 categories and 3 sellers)."""

    refused: Annotated[
        int, Setting("addresses that prove to be no product page, or cannot be had, before the sample ends as it is")
    ]
    walls: Annotated[int, Setting("walls in a row that end it")]
    pool: Annotated[int, Setting("candidates of one source")]
    desktop: SampleOfDevice
    mobile: SampleOfDevice

    @property
    def lists(self) -> dict[Device, int]:
        """Lists of goods, by device."""
        return {Device.DESKTOP: self.desktop.lists, Device.MOBILE: self.mobile.lists}

    @property
    def products(self) -> dict[Device, int]:
        """Products, by device."""
        return {Device.DESKTOP: self.desktop.products, Device.MOBILE: self.mobile.products}


@dataclass(frozen=True, slots=True)
class Limits:
    """The file limits.toml."""

    audit: AuditLimits
    page: PageLimits
    machine: MachineLimits
    manners: Manners
    timing: TimingLimits
    discovery: DiscoveryLimits
    tab_bar: TabBarLimits
    main_frame: MainFrameLimits
    documents: DocumentLimits
    links: LinkLimits
    devices: Devices
    sample: SampleLimits


FILE = SettingsFile("crawler", "limits.toml", Limits)
AUDIT = FILE.load().audit
PAGE = FILE.load().page
MACHINE = FILE.load().machine
MANNERS = FILE.load().manners
TIMING = FILE.load().timing
DISCOVERY = FILE.load().discovery
TAB_BAR = FILE.load().tab_bar
MAIN_FRAME = FILE.load().main_frame
DOCUMENTS = FILE.load().documents
LINKS = FILE.load().links
SAMPLE = FILE.load().sample
SCREENS: dict[Device, Screen] = {Device.DESKTOP: FILE.load().devices.desktop, Device.MOBILE: FILE.load().devices.mobile}

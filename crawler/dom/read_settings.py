"""How a loaded page is read and photographed, and how its pictures are read: the file read.toml."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from crawler.settings_file import SettingsFile
from crawler.table_builder import Setting


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How much of a document is read."""

    seconds: Annotated[float, Setting("one frame's answer; a page whose scripts never rest gets no longer", "s")]
    script_ms: Annotated[int, Setting("our own script's share of that", "ms")]
    nodes: Annotated[int, Setting("elements walked in one frame")]
    elements: Annotated[int, Setting("elements kept of one frame: first and last ones, because the footer matters")]
    depth: Annotated[int, Setting("nesting followed")]
    frames: Annotated[int, Setting("child documents read on one page")]
    frame_depth: Annotated[int, Setting("frames within frames that are followed")]
    closed_roots: Annotated[int, Setting("elements asked whether a closed shadow root hangs on them")]
    animation_ms: Annotated[int, Setting("left of an animation that is waited for before reading, at most", "ms")]
    listened: Annotated[tuple[str, ...], Setting("kinds of listeners that tell a control")]
    listeners: Annotated[int, Setting("nodes with such a listener that are looked at")]
    listened_share: Annotated[
        float, Setting("of the screen's area: what is larger is the page's own frame, no control", "share")
    ]
    html_chars: Annotated[int, Setting("kept of the source of a page", "characters")]
    text_chars: Annotated[int, Setting("kept of the words of a page", "characters")]
    element_chars: Annotated[int, Setting("kept of what one element says", "characters")]
    class_chars: Annotated[int, Setting("kept of the class names of an element", "characters")]
    url_chars: Annotated[int, Setting("kept of an address", "characters")]


@dataclass(frozen=True, slots=True)
class ScrollSettings:
    """Which boxes of a page scroll."""

    boxes: Annotated[int, Setting("elements looked at for boxes that scroll")]
    document_moves: Annotated[
        float, Setting("of the screen by which a document may scroll and yet be carried by a box within it", "share")
    ]
    page_height: Annotated[float, Setting("of the screen that such a box is high at least", "share")]
    page_width: Annotated[
        float, Setting("of the screen that it is wide at least: a phone's frame on a wide screen", "share")
    ]
    least_px: Annotated[int, Setting("of overflow below which a box is not scrolled", "CSS px")]
    box_height: Annotated[int, Setting("lower boxes are not scrolled: their content is there without it", "CSS px")]


@dataclass(frozen=True, slots=True)
class SightLimits:
    """What counts as visible."""

    transparent: Annotated[
        float, Setting("opacity product below which nothing is seen (project's criteria, prominence scale)", "share")
    ]
    tiny_px: Annotated[float, Setting("effective font size below which text is not read", "CSS px")]
    opaque: Annotated[float, Setting("alpha from which a layer hides what lies beneath", "share")]
    same_colour: Annotated[float, Setting("contrast ratio below which text is blended into its background")]
    image_px: Annotated[
        int, Setting("smallest side of a drawn svg, canvas or background picture worth recording", "CSS px")
    ]


@dataclass(frozen=True, slots=True)
class RegionWords:
    """Words in id and class names, split at non-letters and at camelCase.

    A word alone decides nothing: the box must be where such a region is.
    """

    exact: Annotated[tuple[str, ...], Setting("words that equal a part of the name")]
    affix: Annotated[tuple[str, ...], Setting("words that begin or end a part of the name")]


@dataclass(frozen=True, slots=True)
class RegionGeometry:
    """Where the regions of a page are."""

    header_px: Annotated[int, Setting("a header begins above this", "CSS px")]
    header_fallback_px: Annotated[int, Setting("what begins above this is a header where none is named", "CSS px")]
    screen_px: Annotated[
        int,
        Setting(
            "of a window's height that count: a header is less tall, and a foot is told from no more of a window left bare",
            "CSS px",
        ),
    ]
    head_ways: Annotated[
        int, Setting("links, buttons and fields that the head of an article or of goods holds at most")
    ]
    head_nodes: Annotated[int, Setting("nodes of a block looked at for that")]
    footer_from: Annotated[float, Setting("of the document's height below which a footer begins", "share")]
    footer_fallback_px: Annotated[
        int, Setting("of the document's end that are its footer where none is named", "CSS px")
    ]
    prose: Annotated[
        int, Setting("of a line in a box that is part of a text, as a paragraph is, at least", "characters")
    ]
    prose_around: Annotated[
        int,
        Setting(
            "around what stands in that end, in which a paragraph of a text that begins above it is looked for", "boxes"
        ),
    ]
    rows: Annotated[
        int, Setting("below each other that bear one class are a list of the page's own, at least", "boxes")
    ]
    wide: Annotated[float, Setting("of the viewport's width that header and footer take at least", "share")]
    shell: Annotated[
        float, Setting("a fixed box of this share of the viewport is the page itself or a modal, no widget", "share")
    ]
    shell_holds: Annotated[
        float, Setting("of a page's elements in such a box, at least, with which it is the page, not its menu", "share")
    ]


@dataclass(frozen=True, slots=True)
class RegionSettings:
    """How the regions of a page are told apart."""

    spacing: Annotated[str, Setting("pattern of id and class names that say how much room or which edge a box has")]
    own_part: Annotated[str, Setting("pattern of names of a head or foot of goods, articles and the like")]
    footing: Annotated[
        str, Setting("pattern of words of which the end of a page without a link holds one where it is a foot")
    ]
    foot_marks: Annotated[str, Setting("pattern of words that no row of a page's own list holds, only its foot")]
    header: RegionWords
    nav: RegionWords
    footer: RegionWords
    side: RegionWords
    dialog: RegionWords
    geometry: RegionGeometry


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """How a page is photographed."""

    max_height: Annotated[int, Setting("of the whole picture; beyond it is cut", "px")]
    full_scale_height: Annotated[int, Setting("up to which a picture is taken at full scale", "CSS px")]
    seconds: Annotated[float, Setting("for the browser to give a picture", "s")]
    first_seconds: Annotated[
        float, Setting("after which it is asked once more: at times it forgets the first request", "s")
    ]
    tries: Annotated[int, Setting("times it is asked for: a browser may refuse one while a page changes its size")]
    max_pixels: Annotated[int, Setting("of a picture that is opened", "px")]
    ink_side: Annotated[int, Setting("the longer side is reduced to before ink is counted", "px")]
    ink_tolerance: Annotated[int, Setting("difference of a channel, 0-255, still taken for the main colour")]


@dataclass(frozen=True, slots=True)
class PicturePlaces:
    """Which pictures may carry words, by where they are (crawler/dom/picture_places.py)."""

    min_width: Annotated[int, Setting("narrower pictures carry no words", "CSS px")]
    min_height: Annotated[int, Setting("lower pictures carry no words", "CSS px")]
    entry_width: Annotated[
        int, Setting("an entry drawn as a picture is narrower than others, and this wide at least", "CSS px")
    ]
    footer_share: Annotated[
        float, Setting("pictures that begin below this share of the page stand at its bottom", "share")
    ]
    banner_share: Annotated[float, Setting("of the page's width, from which a picture is a banner", "share")]
    banner_height: Annotated[int, Setting("from which a picture is a banner", "CSS px")]
    gallery_px: Annotated[int, Setting("the pictures of a product stand above, details below", "CSS px")]
    gallery_shape: Annotated[tuple[float, ...], Setting("least and largest width by height of a picture of goods")]
    ground_chars: Annotated[
        int, Setting("what has a picture behind so many words is a ground, no banner", "characters")
    ]
    card_chars: Annotated[int, Setting("of a card of goods, at most", "characters")]
    card_levels: Annotated[int, Setting("parts of a page that a card's picture lies within")]
    card_prices: Annotated[int, Setting("more prices than these around a picture are no card's")]
    card_alike: Annotated[int, Setting("so many blocks of one shape with a price, at least, are cards")]
    covers: Annotated[
        int, Setting("so many like pictures, each in a control with words of its own, at least, are those of a list")
    ]
    told_most: Annotated[int, Setting("a word in the addresses of more pictures of a page with goods tells nothing")]
    repeats: Annotated[int, Setting("addresses remembered, to know what stands on several pages")]
    page: Annotated[int, Setting("pictures looked at on one page; further ones stay unread")]
    price: Annotated[str, Setting("pattern of a price on a card")]
    selling: Annotated[tuple[str, ...], Setting("pages whose large pictures advertise")]
    goods: Annotated[tuple[str, ...], Setting("pages whose cards with a price are goods")]
    words: Annotated[tuple[str, ...], Setting("words around or in the address of a picture that is worth reading")]


@dataclass(frozen=True, slots=True)
class BudgetShares:
    """Share of the budget that may be spent before a picture of that place is read: the rest is reserved for earlier places."""

    licence: Annotated[float, Setting("spent when a picture is met of a licence or a mark", "share")]
    entry: Annotated[float, Setting("spent when a picture is met of an entry drawn as a picture", "share")]
    banner: Annotated[float, Setting("spent when a picture is met of a banner", "share")]
    detail: Annotated[float, Setting("spent when a picture is met of the details of goods", "share")]
    other: Annotated[float, Setting("spent when a picture is met of none of these places", "share")]
    poster: Annotated[float, Setting("spent when a picture is met of an advertisement", "share")]
    goods: Annotated[float, Setting("spent when a picture is met of a card of goods", "share")]


@dataclass(frozen=True, slots=True)
class OwnShares:
    """Share of the budget that pictures of a place may take in all."""

    licence: Annotated[float, Setting("taken at most by licences and marks", "share")]
    entry: Annotated[float, Setting("taken at most by entries drawn as pictures", "share")]
    banner: Annotated[float, Setting("taken at most by banners", "share")]
    detail: Annotated[float, Setting("taken at most by details of goods", "share")]
    other: Annotated[float, Setting("taken at most by pictures of none of these places", "share")]
    poster: Annotated[float, Setting("taken at most by advertisements", "share")]
    goods: Annotated[float, Setting("taken at most by cards of goods", "share")]


@dataclass(frozen=True, slots=True)
class PictureBudgetLimits:
    """What one look may spend on reading pictures."""

    tiles: Annotated[int, Setting("of an audit and look; equal pictures once")]
    seconds: Annotated[float, Setting("of the worker's CPU", "s")]
    details: Annotated[int, Setting("tiles of a page's details of goods up to which they are read whole")]
    firsts: Annotated[int, Setting("pictures of longer details of which the first tile is read")]
    waiting: Annotated[int, Setting("tiles that may wait while the tour goes on; it waits for further ones itself")]
    waiting_bytes: Annotated[int, Setting("of the pictures that wait, at most", "bytes")]
    share: BudgetShares
    own: OwnShares


@dataclass(frozen=True, slots=True)
class GonePictures:
    """When a missing picture is missing for everybody, by the shop's fault; any other may have been kept only from us."""

    statuses: Annotated[tuple[int, ...], Setting("HTTP statuses that are the shop's fault")]


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """How words in pictures are read."""

    bytes: Annotated[int, Setting("of a picture that is read, at most", "bytes")]
    pixels: Annotated[int, Setting("of a picture that is read, at most", "px")]
    memory: Annotated[
        int, Setting("data the worker may have: models and 40 million pixels in four channels fit", "bytes")
    ]
    seconds: Annotated[float, Setting("for one tile", "s")]
    start_seconds: Annotated[float, Setting("for the worker's start with its models", "s")]
    rest_seconds: Annotated[
        float, Setting("without a picture, after which the worker gives its freed memory back", "s")
    ]
    cache: Annotated[int, Setting("answers and failures kept")]
    flat: Annotated[int, Setting("difference of a channel, 0-255, within which a picture shows nothing")]
    side: Annotated[int, Setting("wider pictures are reduced", "px")]
    small: Annotated[int, Setting("of the longer side up to which a picture is enlarged", "px")]
    enlarge: Annotated[float, Setting("how much it is enlarged", "times")]
    canvas: Annotated[
        int, Setting("the engine enlarges what is narrower or lower, so it is put on a ground of that size", "px")
    ]
    tile: Annotated[int, Setting("of height read at once", "px")]
    overlap: Annotated[int, Setting("that two tiles share: no line is higher", "px")]
    tiles: Annotated[int, Setting("of one picture")]
    alike: Annotated[float, Setting("shapes whose ratio is less are one", "times")]
    strip_px: Annotated[int, Setting("a picture with a side shorter than that carries no words", "CSS px")]
    strip_shape: Annotated[float, Setting("nor is one read that is so many times as long as wide")]
    place: PicturePlaces
    budget: PictureBudgetLimits
    gone: GonePictures


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """The file read.toml."""

    limits: ReadLimits
    scrolling: ScrollSettings
    sight: SightLimits
    region: RegionSettings
    picture: PictureLimits
    ocr: OcrSettings


FILE = SettingsFile("crawler.dom", "read.toml", ReadSettings)

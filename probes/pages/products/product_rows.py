"""Rows of parameters on a product page: a label and its value, in whatever layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.links.places import strip_place_numbers
from crawler.site import Element
from crawler.table_builder import EveryKey
from probes.schema.reading_table import Numbers, Spoken, Words
from probes.schema.shared_table import SharedTable
from probes.text.normalise import plain_text
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class ProductsWords:
    """[words] of products.toml."""

    empty: str
    prefix: str
    own_number: tuple[str, ...]
    of_parts: tuple[str, ...]
    names: str
    page_kind: str
    tabs: tuple[str, ...]
    folded: str
    open_first: tuple[str, ...]
    current: str
    buy: tuple[str, ...]
    not_buy: tuple[str, ...]
    sold_out: tuple[str, ...]
    disabled: str
    not_sold_out: str
    crumb: str
    no_kind: str
    trail: str
    no_step: str
    third_party: str
    gone: tuple[str, ...]
    title_class: str
    second_hand: tuple[str, ...]
    self_operated: tuple[str, ...]
    no_picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsFieldsRow:
    """A row of [fields] in products.toml."""

    zh: str
    en: str
    labels: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    of_seller: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsTemplatesRow:
    """A row of [templates] in products.toml."""

    zh: str
    en: str
    base: tuple[str, ...]
    quality: tuple[str, ...]
    operation: tuple[str, ...]
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductsTable:
    """The file products.toml."""

    limits: Numbers[
        Literal[
            "label", "value", "says", "below", "title_least", "under_price", "title_most", "levels", "picture_px", "picture_shape",
            "named_px", "long_px", "long_shape", "wide_most", "list_cards", "button", "notice", "marks", "trail_gap",
            "menu_reach", "menu_links", "row_shape", "framed",
        ]
    ]  # fmt: skip
    words: ProductsWords
    groups: Annotated[Mapping[str, Spoken], EveryKey(("base", "quality", "operation"))]
    fields: Annotated[
        Mapping[str, ProductsFieldsRow],
        EveryKey(
            (
                "title",
                "image",
                "brand",
                "spec",
                "category",
                "origin",
                "sku",
                "material",
                "ingredients",
                "author",
                "publisher",
                "provider",
                "content",
                "standard",
                "shelf_life",
                "produced",
                "permit",
                "warranty",
                "isbn",
                "published",
                "validity",
                "conditions",
                "refund",
                "price",
                "stock",
                "seller",
                "seller_licence",
                "freight",
                "delivery",
                "returns",
                "reviews",
            )
        ),
    ]
    after_sales: Words[Literal["linked", "says"]]
    critical: Words[Literal["fields"]]
    templates: Annotated[
        Mapping[str, ProductsTemplatesRow],
        EveryKey(("general", "food", "cosmetics", "appliance", "clothing", "book", "service")),
    ]


FILE = SharedTable("probes.pages.products", "products.toml", ProductsTable)
DATA = FILE.load()
LIMITS = DATA.limits
_EMPTY = re.compile(DATA.words.empty, re.IGNORECASE)
_PREFIX = re.compile(f"^{DATA.words.prefix}(?=.)")
_PART = re.compile(f"^[\\u4e00-\\u9fff]{{1,4}}({'|'.join(DATA.words.of_parts)})$")
_KNOWN = (
    frozenset(label for field in DATA.fields.values() for label in field.labels)
    | frozenset(label for template in DATA.templates.values() for label in template.labels)
    | frozenset(DATA.words.own_number)
)
_ONE_LINE = re.compile(r"^[*•·【\[\s]*([^:\n]{1,16}?)[】\]]?\s*:\s*(.*)$")
_BRACKETED = re.compile(r"^[【\[(]\s*([^】\]):\n]{1,16}?)\s*[】\])]\s*(\S.*)$")
# What parts one row from the next in a line; a comma does where another label follows.
_SIDE = re.compile(r"[·｜|;；]|[，,、。](?=\s*[^\s:，,、。;；]{1,14}\s*:)")
_LABELLED = re.compile(r"(?:^|\s)(\S{1,14}?)\s?:")
_EDGES = " :*•·【】[]()"
_LISTS = frozenset({"ul", "ol", "li", "nav", "dl", "dd"})
_HEAD_CELLS = frozenset({"th", "dt"})
_PRESSED_HEADS = _HEAD_CELLS | {"summary"}  # the head of a part that folds is its label


@dataclass(frozen=True, slots=True)
class ProductRow:
    """``label`` is spelt as in the word lists, ``value`` as shown; empty where the page leaves it blank."""

    label: str
    value: str
    element: Element

    @property
    def filled(self) -> bool:
        said = plain_text(self.value).strip(_EDGES)
        return any(map(str.isalnum, said)) and _EMPTY.match(said) is None  # the cross of a close button says nothing


@per_line
def find_row_label(said: str) -> str:
    """The label these words are, spelt as in the word lists; empty where they are none."""
    bare = plain_text(said).strip(_EDGES)
    if not 0 < len(bare) <= LIMITS["label"]:
        return ""
    for word in (bare, _PREFIX.sub("", bare), bare.replace(" ", "")):
        if word in _KNOWN:
            return word
    part = _PART.match(bare)
    return part[1] if part and part[1] in _KNOWN else ""


def parameter_rows(elements: Iterable[Element]) -> tuple[ProductRow, ...]:
    """The rows among a page's elements, in their order; a label without a value gives an unfilled row."""
    held = tuple(elements)
    place = {element.id: index for index, element in enumerate(held)}
    found: list[ProductRow] = []
    taken: set[tuple[str, int]] = set()
    for index, element in enumerate(held):
        for label, value, at in _of(index, element, held, place):
            if (label, at.id) not in taken:
                taken.add((label, at.id))
                found.append(ProductRow(label, value[: int(LIMITS["value"])].strip(), at))
    return tuple(found)


def _of(
    index: int, element: Element, held: tuple[Element, ...], place: dict[int, int]
) -> Iterator[tuple[str, str, Element]]:
    for label, value, line in (*_stated(_lines(element)), *_stated(element.ocr)):
        if not value and line in (element.own, element.text):
            yield label, _remainder(element) or _beside(index, element, held, place), element
        else:
            yield label, value, element
    if ":" in plain_text(element.own):
        return
    label = find_row_label(element.own)
    if not label or (element.clickable and element.tag not in _PRESSED_HEADS):
        return
    yield label, _beside(index, element, held, place), element


def _lines(element: Element) -> str:
    """The element's own words, with the breaks between them: these are lost where its text nodes are joined."""
    own, text = element.own, element.text
    return text if text != own and "".join(text.split()) == "".join(own.split()) else own


@per_line
def _stated(words: str) -> tuple[tuple[str, str, str | None], ...]:
    """The rows in these lines: label, value, and the line if it holds this row alone."""
    found: list[tuple[str, str, str | None]] = []
    for line in words.split("\n"):
        several = _several(line)
        if several:
            found += ((label, value, None) for label, value in several if label)
            continue
        said = plain_text(line) if 0 < len(line) <= LIMITS["value"] + 20 else ""
        match = _ONE_LINE.match(said) or _BRACKETED.match(said)
        label = find_row_label(match[1]) if match else ""
        if match and label:
            found.append((label, match[2].strip(), line))
    return tuple(found)


def _several(line: str) -> tuple[tuple[str, str], ...]:
    """Rows side by side in one line (品牌：甲 型号：乙, 品牌 甲 型号 乙), each with a known label; else empty."""
    if len(line) > LIMITS["value"] + 20:
        return ()
    # plain_text() would remove the blanks between Chinese words, which separate the rows.
    said = _SIDE.sub(" ", line.replace("：", ":"))
    marks = [match for match in _LABELLED.finditer(said) if find_row_label(match[1])]
    if len(marks) > 1:
        ends = [*(match.start() for match in marks[1:]), len(said)]
        return tuple(
            (find_row_label(match[1]), said[match.end() : end].strip(" 。"))
            for match, end in zip(marks, ends, strict=True)
        )
    words = line.split()
    pairs = tuple((find_row_label(label), value) for label, value in zip(words[::2], words[1::2], strict=False))
    return pairs if len(pairs) > 1 and ":" not in said and sum(bool(label) for label, _ in pairs) > 1 else ()


def _remainder(element: Element) -> str:
    """What the element's children say after its own label."""
    return element.text.removeprefix(element.own).strip() if element.text.startswith(element.own) else ""


def _beside(index: int, element: Element, held: tuple[Element, ...], place: dict[int, int]) -> str:
    """The value that stands in the same row or right below."""
    parent = held[place[element.parent]] if element.parent in place else None
    said = element.text or element.own
    if parent is not None and parent.own and parent.text.startswith(said):
        return parent.text.removeprefix(said).strip(" :")
    alone = parent is not None and parent.text == said
    up = parent.parent if alone and parent is not None else None
    for other in held[index + 1 : index + 8]:
        if other.parent == element.id or (other.parent != element.parent and not (alone and other.parent == up)):
            continue
        words = " ".join((other.text or other.own or other.name or other.ocr).split())
        if not words:
            continue
        if find_row_label(words) or (element.tag in _HEAD_CELLS and other.tag in _HEAD_CELLS) or other.heading:
            return ""
        opened = _ONE_LINE.match(plain_text(words))
        if opened and find_row_label(opened[1]):
            return ""
        return words if _near(element, other) and not _heads_menu(element, other, held, index) else ""
    return ""


def _heads_menu(label: Element, value: Element, held: tuple[Element, ...], index: int) -> bool:
    """Whether the label is the heading of a list of links (商品分类 above the shop's kinds): a menu says nothing of the goods."""
    if not label.heading or not (value.href or value.tag in _LISTS):
        return False
    shape = strip_place_numbers(value.selector)
    links = [one for one in held[index + 1 : index + int(LIMITS["menu_reach"])] if one.href]
    alike = sum(strip_place_numbers(one.selector) == shape for one in links)
    return max(alike, len(links) if value.tag in _LISTS else 0) >= LIMITS["menu_links"]


def _near(label: Element, value: Element) -> bool:
    if not value.seen or not label.seen:
        return label.seen == value.seen  # both in a closed tab have no place on the page
    across = value.box.y < label.box.y + label.box.h + 4 and value.box.y + value.box.h > label.box.y - 4
    under = 0 <= value.box.y - label.box.y <= LIMITS["below"]
    return across or under

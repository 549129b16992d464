"""Prices as pages show them, by kind: asking, struck-through, coupon, member, estimated and promotional prices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element
from probes.schema.reading_table import Texts, Whole
from probes.text import normalise
from probes.text.normalise import plain_text
from probes.text.remember import per_line


@dataclass(frozen=True, slots=True)
class PricesNever:
    """[never] of prices.toml."""

    before: tuple[str, ...]
    behind: str


@dataclass(frozen=True, slots=True)
class PricesStruck:
    """[struck] of prices.toml."""

    tags: tuple[str, ...]
    classes: str


@dataclass(frozen=True, slots=True)
class PricesTable:
    """The file prices.toml."""

    limits: Whole[Literal["before", "block", "label", "most", "amount_most"]]
    never: PricesNever
    kinds: Texts[Literal["struck", "coupon", "member", "estimated", "promotion", "deposit", "instalment"]]
    struck: PricesStruck
    masked: Texts[Literal["price", "negotiable"]]


FILE = SettingsFile("probes.text.numbers", "prices.toml", PricesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_AMOUNT = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,8})(?:\s?\.\s?[0-9]{1,2})?(?![0-9]|\.[0-9])"
_PRICE = re.compile(
    rf"(?:¥|rmb|cny|人民币|(?:nt|hk|us|mop)?\$)\s?(?P<low>{_AMOUNT})(?:\s?(?:-|~|至)\s?¥?\s?(?P<high>{_AMOUNT}))?\s?(?P<wan>万)?\s?元?"
    rf"|(?<![0-9.,])(?P<low2>{_AMOUNT})(?:\s?(?:-|~|至)\s?(?P<high2>{_AMOUNT}))?\s?(?P<wan2>万)?\s?元"
)
_DIGIT = re.compile("[0-9]")
_UNIT = re.compile(r"\s?(?:起)?\s?/\s?(?P<unit>[\u4e00-\u9fff]{1,3}|kg|g|ml|l)(?![a-z])")
_NOT_BEFORE = re.compile(
    f"(?:{'|'.join(map(re.escape, sorted(_DATA.never.before, key=len, reverse=True)))})[:\\s]?(?:人民币|现金|最高|达)?\\s?$"
)
_NOT_BEHIND = re.compile(_DATA.never.behind)
_STRUCK = re.compile(_DATA.struck.classes)
_STRUCK_TAGS = frozenset(_DATA.struck.tags)
_MASKED = re.compile(_DATA.masked["price"])
_NEGOTIABLE = re.compile(_DATA.masked["negotiable"])


class PriceKind(StrEnum):
    ASKED = "asked"
    STRUCK = "struck"
    COUPON = "coupon"
    MEMBER = "member"
    ESTIMATED = "estimated"
    PROMOTION = "promotion"
    DEPOSIT = "deposit"
    INSTALMENT = "instalment"


#: What anybody pays: the price itself or one of a promotion.
OPEN = frozenset({PriceKind.ASKED, PriceKind.PROMOTION})
_NONE = Counter[int]()
_KINDS = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _DATA.kinds.items()))
# A word behind an amount is its own only where no amount follows: in ¥129 券后¥89 it is the next one's.
_BEHIND = re.compile(f"(?:{'|'.join(_DATA.kinds.values())})价?(?!\\s?[:¥0-9])")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in a text, in fen.

    ``low`` and ``high`` differ for a range; ``raw`` is ``text[start:end]``, ``unit`` what it is per.
    """

    raw: str
    start: int
    end: int
    low: int
    high: int
    kind: PriceKind
    named: bool  # a word says its kind
    unit: str


@dataclass(frozen=True, slots=True)
class Price:
    """An amount with the element that shows it."""

    amount: Amount
    element: Element

    @property
    def low(self) -> int:
        return self.amount.low

    @property
    def kind(self) -> PriceKind:
        return self.amount.kind


def read_fen(written: str) -> int | None:
    """A number of yuan as written, in fen; None where it is no number, or higher than any price."""
    bare = "".join(written.replace(",", "").split())
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", bare):
        return None
    whole, _, rest = bare.partition(".")
    value = int(whole) * 100 + int((rest + "00")[:2])
    return value if 0 < value <= _LIMITS["amount_most"] * 100 else None


@per_line
def find_amounts(text: str) -> tuple[Amount, ...]:
    """Amounts of money that can be prices, in order of text; discounts, coupons, freight and thresholds are left out.

    Linear in the length of the text; never raises on any text.
    """
    seen = normalise.normalise_text(text)
    page = normalise.lower_text(seen.text)
    if not _DIGIT.search(page):
        return ()
    found: list[Amount] = []
    floor = 0
    for match in _PRICE.finditer(page):
        before = page[max(floor, match.start() - _LIMITS["before"]) : match.start()]
        behind = page[match.end() : match.end() + 12]
        floor = match.end()
        if _NOT_BEFORE.search(before) or _NOT_BEHIND.match(behind):
            continue
        times = 10_000 if match["wan"] or match["wan2"] else 1
        low = read_fen(match["low"] or match["low2"])
        high = read_fen(match["high"] or match["high2"] or "") or low
        if low is None or high is None:
            continue
        unit = _UNIT.match(page, match.end())
        kind = _kind(before.rpartition("\n")[2])
        if kind is None and (after := _BEHIND.match(page, match.end())) is not None:
            kind, floor = _kind(after.group()), after.end()
        start, end = seen.span(*match.span())
        found.append(
            Amount(
                text[start:end].strip(), start, end, low * times, max(low, high) * times, kind or PriceKind.ASKED,
                kind is not None, unit["unit"] if unit else "",
            )
        )  # fmt: skip
    return tuple(found)


def _kind(words: str) -> PriceKind | None:
    named = [match.lastgroup for match in _KINDS.finditer(words)]
    return PriceKind(named[-1] or "") if named else None


@per_line
def masked_price(text: str) -> str:
    """The words that hide a price from visitors who are not logged in (¥??, 登录后可见); empty if there are none."""
    match = _MASKED.search(plain_text(text))
    return match.group() if match else ""


@per_line
def negotiable_price(text: str) -> str:
    """The words that leave a price to be asked for (面议, 询价); empty if there are none."""
    match = _NEGOTIABLE.search(plain_text(text))
    return match.group() if match else ""


def find_price_tags(elements: Iterable[Element]) -> tuple[Price, ...]:
    """The price tags among these elements of one view, in their order: each amount at the innermost element that shows all of it."""
    elements = tuple(elements)
    by_id = {element.id: element for element in elements}
    within: dict[int, Counter[int]] = {}  # element → amounts of its descendants
    found: list[Price] = []
    for element in reversed(elements):
        said = element.text or element.own
        known = within.pop(element.id, _NONE)
        amounts = find_amounts(said) if element.seen and said and len(said) <= _LIMITS["block"] else ()
        if not amounts and not known:
            continue
        all_said = Counter(amount.low for amount in amounts)
        beside = _said_beside(element, all_said - known) if amounts and known else set()
        for amount in reversed(amounts):
            if amount.low not in known or amount.low in beside:
                beside.discard(amount.low)
                found.append(Price(_told(amount, element, by_id), element))
        if element.parent is not None:
            within.setdefault(element.parent, Counter()).update(known | all_said)
    found.reverse()
    return tuple(found[: _LIMITS["most"]])


def _said_beside(element: Element, left: Counter[int]) -> set[int]:
    """Amounts that an element says itself although a part of it says the same: 98 元, and 98 元 struck through within."""
    return {amount.low for amount in find_amounts(element.own) if left[amount.low] > 0}


def _told(amount: Amount, element: Element, by_id: dict[int, Element]) -> Amount:
    """The amount with the kind given by its element, a label beside it, or what contains it."""
    if amount.named:
        return amount
    at: Element | None = element
    for _ in range(3):
        if at is None:
            break
        if at.tag in _STRUCK_TAGS or _STRUCK.search(at.classes.lower()):
            return _as(amount, PriceKind.STRUCK)
        around = at.text
        if at is not element and 0 < len(around) <= _LIMITS["block"]:
            same = [other for other in find_amounts(around) if other.low == amount.low]
            if len({other.kind for other in same}) > 1:
                break  # 商城价 ¥12.50 市场价 ¥12.50: which of the two this is, the block does not tell
            if any(other.named for other in same):
                return _as(amount, same[0].kind)
        at = by_id.get(at.parent) if at.parent is not None else None
    for beside in (element.id - 1, element.id + 1):
        label = by_id.get(beside)
        said = plain_text(label.text or label.own) if label is not None and label.parent == element.parent else ""
        if 0 < len(said) <= _LIMITS["label"] and not find_amounts(said) and beside < element.id:
            match = _KINDS.search(said)
            if match:
                return _as(amount, PriceKind(match.lastgroup or ""))
    return amount


def _as(amount: Amount, kind: PriceKind) -> Amount:
    return Amount(amount.raw, amount.start, amount.end, amount.low, amount.high, kind, True, amount.unit)


def format_yuan(value: int) -> str:
    """An amount in fen, written in yuan as people read it."""
    return f"¥{value / 100:.2f}"

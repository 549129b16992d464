"""The sample of product pages that shares and medians are taken of (criteria 0.9), and what may be said of a small one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Text, not_applicable, not_seen
from probes.probe import Params
from probes.reading import absence
from probes.reading.cards import bare
from probes.reading.products import Field, PageKind, Product, State, product
from probes.reading.sellers import Seller, seller

SMALL = "sample_small"
# The operator's own details at the foot of a page stand in for the seller's where nobody else sells.
_OF_THE_OPERATOR = {"seller": "operator", "seller_licence": "operator_licence"}
Page = tuple[View, Product]


@dataclass(frozen=True, slots=True)
class Sample:
    """Product pages of one device, each address once; ``wanted`` is how many a full sample has, those hidden from us included.

    ``alone`` is whether nothing says that anybody but the operator sells.
    """

    pages: tuple[Page, ...]
    wanted: int
    alone: bool

    @property
    def full(self) -> bool:
        return len(self.pages) >= self.wanted

    def field(self, page: Page, name: str) -> Field:
        """A detail of a page; in a shop where nobody else sells the operator's details count as the seller's."""
        found = page[1].field(name)
        stand_in = _OF_THE_OPERATOR.get(name)
        if self.alone and found.state is not State.PRESENT and stand_in is not None:
            other = page[1].field(stand_in)
            return other if other.state is State.PRESENT else found
        return found

    def share(self, hits: int) -> tuple[float, float]:
        """The share of the sample that hits make up, at least and at most: pages that were not seen may all be hits."""
        return hits / self.wanted, (hits + self.wanted - len(self.pages)) / self.wanted

    def median(self, measure: Callable[[Page], tuple[float, float]]) -> tuple[float, float]:
        """The median of a measure that has a least and a most for every page, at least and at most; unseen pages are 0, then 1."""
        unseen = self.wanted - len(self.pages)
        measured = [measure(page) for page in self.pages]
        return _median([*(low for low, _ in measured), *[0.0] * unseen]), _median(
            [*(high for _, high in measured), *[1.0] * unseen]
        )


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else math.fsum(ordered[middle - 1 : middle + 1]) / 2


def sampled(site: Site, params: Params, *, small: bool = False) -> Sample | Answer:
    """The sample, or what has to be said instead: nothing seen, too few pages, or a device that sees few by design.

    ``small`` takes any number of pages, on any device: for answers that one page can give. Limits ``full`` and ``least``; a catalogue
    that was looked at whole is a full sample, however small it is.
    """
    views: dict[str, View] = {}
    for view in site.all(Role.PRODUCT):
        views.setdefault(bare(view.url), view)
    read = [(view, product(view)) for view in views.values()]
    pages = tuple(page for page in read if page[1].kind is PageKind.PRODUCT)
    if not small and (other := by_desktop(site)) is not None:
        return other
    if not pages:
        return _nothing(site, len(read))
    lost = sum(1 for gap in site.gaps if gap.role is Role.PRODUCT and not gap.reason.about_them)
    least, full = least_asked(site, params.limit("least")), least_asked(site, params.limit("full"))
    if len(pages) < least and not small:
        return not_seen(
            SMALL,
            f"只看到 {len(pages)} 个商品页，少于 {least} 个，不足以判断",
            f"{len(pages)} product pages were seen, fewer than {least}: too few to judge",
        )
    kinds = {seller(site, page[1]) for page in pages}
    market = site.platform.profile.get("marketplace")
    return Sample(pages, max(full, len(pages) + lost), Seller.THIRD not in kinds and market is not True)


def least_asked(site: Site, limit: float) -> int:
    """How many products are asked for: so many, or all of a smaller catalogue that the crawler saw the end of."""
    whole = site.environment.get("sample_whole", "")
    return min(int(limit), int(whole)) if whole.isdecimal() and int(whole) > 0 else int(limit)


def by_desktop(site: Site) -> Answer | None:
    """What a phone's surface says of shares of a sample: it sees few pages by design, however many those are."""
    if all(view.device is not Device.MOBILE for view in site.views):
        return None
    return not_applicable(
        "手机端只抽看少量商品页，本项以桌面端样本判定",
        "few product pages are looked at on mobile by design: the desktop sample decides",
    )


def _nothing(site: Site, opened: int) -> Answer:
    gap = next((gap for gap in site.gaps if gap.role is Role.PRODUCT and not gap.reason.about_them), None)
    if gap is not None:
        return not_seen(gap.reason, *absence.gap_words(gap))
    if not opened and site.gap(Role.PRODUCT) is None:
        return absence.not_looked(Role.PRODUCT)
    return not_seen(SMALL, "未见到可供判断的商品页", "no product page that can be judged was seen")


def small_words(sample: Sample) -> tuple[str, str, Text]:
    """What is said of a sample that is not full, and what a person is asked of it."""
    seen = len(sample.pages)
    return (
        f"样本仅 {seen} 页，少于 {sample.wanted} 页，须人工确认",
        f"only {seen} of {sample.wanted} pages: a person must confirm",
        Text(
            f"请再查看若干商品页（至少 {sample.wanted} 个，覆盖 4 个类目、3 个商家），结论是否相同？",
            f"Please look at more product pages (at least {sample.wanted}, of 4 categories and 3 sellers): is it the same there?",
        ),
    )

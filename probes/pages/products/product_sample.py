"""The sample of product pages for shares and medians (criteria 0.9), and what may be said of a small one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.site import Site, View
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Text, not_applicable, not_seen
from probes.pages.absence import absence
from probes.pages.products.cards import bare_address
from probes.pages.products.products import FieldState, PageKind, Product, ProductField, read_product
from probes.pages.products.sellers import SellerKind, find_seller
from probes.probe import Params
from probes.text.amounts import count_in_words

SMALL = "sample_small"
SAMPLE_LIMITS = ("least", "full")  # what a probe's table must hold for ``sample_products``
# The operator's own details at the foot of a page stand in for the seller's where nobody else sells.
_OF_THE_OPERATOR = {"seller": "operator", "seller_licence": "operator_licence"}
Page = tuple[View, Product]


@dataclass(frozen=True, slots=True)
class ProductSample:
    """Product pages of one device, each address once.

    ``wanted`` is the size of a full sample, pages hidden from us included. ``alone``: nothing says that anyone but the
    operator sells.
    """

    pages: tuple[Page, ...]
    wanted: int
    alone: bool

    @property
    def full(self) -> bool:
        """Whether the sample is as large as wanted."""
        return len(self.pages) >= self.wanted

    def field(self, page: Page, name: str) -> ProductField:
        """A detail of a page; in a shop where nobody else sells, the operator's details stand in for the seller's."""
        found = page[1].field(name)
        stand_in = _OF_THE_OPERATOR.get(name)
        if self.alone and found.state is not FieldState.PRESENT and stand_in is not None:
            other = page[1].field(stand_in)
            return other if other.state is FieldState.PRESENT else found
        return found

    def share(self, hits: int) -> tuple[float, float]:
        """The share (0-1) of the sample that ``hits`` make up, at least and at most: unseen pages may all be hits."""
        return hits / self.wanted, (hits + self.wanted - len(self.pages)) / self.wanted

    def median(self, measure: Callable[[Page], tuple[float, float]]) -> tuple[float, float]:
        """The median of a measure, at least and at most; each page gives a lower and an upper value, unseen ones 0 and 1."""
        unseen = self.wanted - len(self.pages)
        measured = [measure(page) for page in self.pages]
        return _median([*(low for low, _ in measured), *[0.0] * unseen]), _median(
            [*(high for _, high in measured), *[1.0] * unseen]
        )


def _median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else math.fsum(ordered[middle - 1 : middle + 1]) / 2


def sample_products(site: Site, params: Params, *, small: bool = False) -> ProductSample | Answer:
    """The sample, or the answer to give instead: nothing seen, too few pages, or a device that by design sees few.

    ``small`` accepts any number of pages on any device, for answers that one page can give. Limits ``full`` and
    ``least``; a catalogue that was seen in full is a full sample, however small.
    """
    views: dict[str, View] = {}
    for view in site.all(Role.PRODUCT):
        views.setdefault(bare_address(view.url), view)
    read = [(view, read_product(view)) for view in views.values()]
    pages = tuple(page for page in read if page[1].kind is PageKind.PRODUCT)
    if not small and (other := answer_by_desktop(site)) is not None:
        return other
    if not pages:
        return _nothing(site, len(read))
    lost = sum(1 for gap in site.gaps if gap.role is Role.PRODUCT and not gap.reason.about_them)
    least, full = count_least_products(site, params.limit("least")), count_least_products(site, params.limit("full"))
    if len(pages) < least and not small:
        return not_seen(
            SMALL,
            f"只看到 {len(pages)} 个商品页，少于 {least} 个，不足以判断",
            f"{count_in_words(len(pages), 'product page')} seen, fewer than {least}: too few to judge",
        )
    kinds = {find_seller(site, page[1]) for page in pages}
    market = site.platform.profile.get("marketplace")
    return ProductSample(pages, max(full, len(pages) + lost), SellerKind.THIRD not in kinds and market is not True)


def count_least_products(site: Site, limit: float) -> int:
    """How many products are asked for: ``limit``, or all of a smaller catalogue whose end the crawler reached."""
    whole = site.environment.get("sample_whole", "")
    return min(int(limit), int(whole)) if whole.isdecimal() and int(whole) > 0 else int(limit)


def answer_by_desktop(site: Site) -> Answer | None:
    """NOT_APPLICABLE for a phone's surface, which sees few product pages by design, so shares are taken on desktop; else None."""
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


def describe_small_sample(sample: ProductSample) -> tuple[str, str, Text]:
    """For a sample that is not full: the sentence in Chinese and English, and the question to a person."""
    seen = len(sample.pages)
    return (
        f"样本仅 {seen} 页，少于 {sample.wanted} 页，须人工确认",
        f"only {seen} of {count_in_words(sample.wanted, 'page')}: a person must confirm",
        Text(
            f"请再查看若干商品页（至少 {sample.wanted} 个，覆盖 4 个类目、3 个商家），结论是否相同？",
            f"Please look at more product pages (at least {sample.wanted}, of 4 categories and 3 sellers): is it the same there?",
        ),
    )

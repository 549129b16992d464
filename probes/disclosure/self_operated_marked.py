"""Where a platform sells both for itself and for others: is every product marked 自营, or its seller named?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, evidence_on_page, not_applicable, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.layout.prominence import measure_legibility
from probes.pages.products.cards import card_scope
from probes.pages.products.product_sample import SAMPLE_LIMITS, ProductSample, sample_products
from probes.pages.products.products import Product
from probes.pages.products.sellers import SellerKind, find_seller, named_self_operated, self_operated_mark
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    """A product page with neither the mark nor another seller's name leaves open who sells: that is the fault."""
    found = sample_products(site, params, small=True)
    if isinstance(found, Answer):
        return found
    flags = site.platform.profile
    if flags.get("marketplace") is False or flags.get("self_operated") is False:
        return not_applicable("平台声明只有一种经营方式", "by its profile the platform does only one of the two")
    kinds = {page[0].id: find_seller(site, page[1]) for page in found.pages}
    stated = flags.get("marketplace") is True and flags.get("self_operated") is True
    both = {SellerKind.OWN, SellerKind.THIRD} <= set(kinds.values())
    if len(found.pages) < params.limit("least"):
        return not_seen(
            "sample_small",
            f"只看到 {len(found.pages)} 个商品页",
            f"only {count_in_words(len(found.pages), 'product page')} seen",
        )
    if not stated and not both:
        return not_applicable(
            f"{len(found.pages)} 个商品页中未见自营与第三方并存",
            f"self-operated and third-party goods were not both seen on {count_in_words(len(found.pages), 'page')}",
        )
    good, faint, bare = _sorted(site, found, kinds)
    share = len(good) / len(found.pages)
    values: dict[str, Value] = {
        "pages": len(found.pages),
        "good": len(good),
        "faint": len(faint),
        "unmarked": len(bare),
    }
    said_zh = f"{len(found.pages)} 个商品页中 {len(bare)} 个未标明自营也未写明商家，{len(faint)} 个标识不清晰"
    said_en = (
        f"of {count_in_words(len(found.pages), 'product page')} {len(bare)} neither bear the mark nor name a seller, "
        f"{len(faint)} bear it faintly"
    )
    evidence = [
        *(evidence_on_page(view, None, f"{product.title[:60]}：未见自营标识或商家名称") for view, product in bare[:4]),
        *(evidence_on_page(view, element) for view, element in (*faint[:2], *good[:2])),
    ]
    if share >= params.limit("share"):
        return yes(said_zh, said_en, *evidence, fraction=1.0, values=values)
    if stated and not faint and share < params.limit("mixed"):
        return absence.answer_absent(tuple(view for view, _ in bare), said_zh, said_en, fraction=share, values=values)
    return unsure(
        said_zh, said_en, *evidence, guess=share, values=values,
        question=Text("所列商品由谁销售？自营商品是否以显著方式区分标记？", "Who sells the goods listed? Are self-operated ones marked prominently?"),
    )  # fmt: skip


def _sorted(
    site: Site, sample: ProductSample, kinds: dict[str, SellerKind]
) -> tuple[list[tuple[View, Element | None]], list[tuple[View, Element | None]], list[tuple[View, Product]]]:
    """Pages that say who sells, pages that say it too faintly, and pages that do not say it."""
    good: list[tuple[View, Element | None]] = []
    faint: list[tuple[View, Element | None]] = []
    bare: list[tuple[View, Product]] = []
    for view, product in sample.pages:
        label = self_operated_mark(site, card_scope(view).own)
        if label is None and kinds[view.id] is SellerKind.OWN:
            label = named_self_operated(site, product)
        if label is not None:
            clear = measure_legibility(label)
            (good if clear.font_ok and clear.contrast_ok is not False else faint).append((view, label))
        elif kinds[view.id] is SellerKind.THIRD:
            good.append((view, product.field("seller").element))
        else:
            bare.append((view, product))
    return good, faint, bare


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge, limits=(*SAMPLE_LIMITS, "share", "mixed")
)

"""Does the brand in a product's title match its parameters and structured data?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.products.contradictions import FEW_LIMITS, PageContradiction
from probes.answers.products.contradictions import judge_contradictions as judged
from probes.finding import Answer, Text, evidence_on_page
from probes.pages.products.product_sample import SAMPLE_LIMITS, sample_products
from probes.pages.products.products import FieldState, Product
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text


def judge(site: Site, params: Params) -> Answer:
    """Known brands come from the sample's own parameters: a title with another page's brand and not its own is a contradiction."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    brands = {brand for page in found.pages if (brand := _brand(page[1])) and len(brand) >= params.limit("letters")}
    compared, hits = 0, []
    for view, product in found.pages:
        if not _brand(product):
            continue
        compared += 1
        hit = _titled(view, product, brands, params) or _stated(view, product)
        if hit is not None:
            hits.append(hit)
    return judged(
        found, params, compared, hits, Text("标题与参数的品牌不一致", "name one brand in the title and another below")
    )


def _brand(product: Product) -> str:
    row = product.field("brand")
    return plain_text(row.value) if row.state is FieldState.PRESENT else ""


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _titled(view: View, product: Product, brands: set[str], params: Params) -> PageContradiction | None:
    title, own = plain_text(product.title), _brand(product)
    if own in title or pattern(params.words["fits"]).search(title):
        return None
    other = next((brand for brand in sorted(brands) if brand in title and not _same(brand, own)), "")
    if not other:
        return None
    title_zh, title_en = f"标题「{product.title[:30]}」含「{other}」", f"the title “{product.title[:30]}” has “{other}”"
    return _hit(view, product, title_zh, title_en)


def _stated(view: View, product: Product) -> PageContradiction | None:
    stated = next((offer for offer in product.stated if offer.brand), None)
    if stated is None or _same(plain_text(stated.brand), _brand(product)):
        return None
    source, brand, title = stated.called, stated.brand[:30], product.title[:30]
    zh = f"「{title}」的{source.zh}称品牌为「{brand}」"
    return _hit(view, product, zh, f"of “{title}” the {source.en} says “{brand}”")


def _hit(view: View, product: Product, zh: str, en: str) -> PageContradiction:
    row = product.field("brand")
    return PageContradiction(
        view,
        f"{zh}，参数为「{row.value[:30]}」",
        f"{en}, its parameters say “{row.value[:30]}”",
        (evidence_on_page(view, row.element),),
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)),
    judge=judge,
    words=("fits",),
    limits=(*SAMPLE_LIMITS, *FEW_LIMITS, "letters"),
)

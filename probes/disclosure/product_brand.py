"""Is the brand in a product's title the brand among its parameters and in its structured data?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown
from probes.probe import Need, Params, Probe
from probes.reading.contradictions import Hit
from probes.reading.contradictions import judge as judged
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.product_sample import sampled
from probes.reading.products import Product, State


def judge(site: Site, params: Params) -> Answer:
    """Brands are known from the sample's own parameters: a title with another page's brand and not its own contradicts itself."""
    found = sampled(site, params)
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
    return plain(row.value) if row.state is State.PRESENT else ""


def _same(one: str, other: str) -> bool:
    return one in other or other in one


def _titled(view: View, product: Product, brands: set[str], params: Params) -> Hit | None:
    title, own = plain(product.title), _brand(product)
    if own in title or pattern(params.words["fits"]).search(title):
        return None
    other = next((brand for brand in sorted(brands) if brand in title and not _same(brand, own)), "")
    if not other:
        return None
    title_zh, title_en = f"标题「{product.title[:30]}」含「{other}」", f"the title “{product.title[:30]}” has “{other}”"
    return _hit(view, product, title_zh, title_en)


def _stated(view: View, product: Product) -> Hit | None:
    stated = next((each for each in product.stated if each.brand), None)
    if stated is None or _same(plain(stated.brand), _brand(product)):
        return None
    source, brand = stated.source, stated.brand[:30]
    return _hit(view, product, f"{source} 的品牌为「{brand}」", f"its {source} says “{brand}”")


def _hit(view: View, product: Product, zh: str, en: str) -> Hit:
    row = product.field("brand")
    return Hit(
        view,
        f"{zh}，参数为「{row.value[:30]}」",
        f"{en}, its parameters say “{row.value[:30]}”",
        (shown(view, row.element),),
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)

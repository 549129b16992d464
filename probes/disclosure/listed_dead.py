"""Do lists and the home page lead to goods that are still on sale?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Fetch, Site, View
from crawler.vocabulary import NO_SUCH_PAGE, Role
from probes.finding import Answer, Evidence, Text, Value, evidence_of_fetch, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.products.cards import bare_address, read_cards
from probes.pages.products.product_sample import answer_by_desktop, count_least_products
from probes.pages.products.products import PageKind, read_product
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text

LISTS = (Role.HOME, Role.LIST, Role.SEARCH)


def judge(site: Site, params: Params) -> Answer:
    """Judges the share of goods on current lists that are no longer sold; goods that could not be reached do not count."""
    blind = answer_by_desktop(site) or answer_hidden(site, LISTS)
    if blind is not None:
        return blind
    listed = {bare_address(card.url) for view in searched_views(site, LISTS)[0] for card in read_cards(view)}
    alive: dict[str, View] = {}
    dead: dict[str, Evidence] = {}
    for view in site.all(Role.PRODUCT):
        kind = read_product(view).kind
        if kind is PageKind.GONE:
            dead[bare_address(view.asked)] = evidence_on_page(view, None, view.title[:60] or view.url)
        elif kind is PageKind.PRODUCT:
            alive[bare_address(view.asked)] = view
    for fetch in _asked(site, listed):
        if fetch.status in NO_SUCH_PAGE or _says_gone(fetch, params):
            dead.setdefault(
                bare_address(fetch.asked),
                evidence_of_fetch(fetch, f"{fetch.asked} → {fetch.status} {fetch.text[:60]}".strip()),
            )
    alive = {url: view for url, view in alive.items() if url not in dead}
    reached = len(alive) + len(dead)
    values: dict[str, Value] = {"reached": reached, "dead": len(dead)}
    if not reached:
        return not_seen("sample_small", "未见到从列表到达的商品页", "no product page reached from a list was seen")
    full = count_least_products(site, params.limit("full"))
    share = len(dead) / max(reached, full)
    said_zh = f"从列表到达的 {reached} 个商品中 {len(dead)} 个已失效"
    said_en = f"of {reached} goods reached from lists {len(dead)} are gone"
    if reached < full or site.gap(Role.PRODUCT) is not None:
        return unsure(
            f"{said_zh}；样本不足 {full} 个", f"{said_en}; a sample of fewer than {full}",
            *list(dead.values())[:4], values=values,
            question=Text("请再从列表打开若干商品，是否有已下架或不存在的？", "Please open more goods from the lists: are any gone?"),
        )  # fmt: skip
    if share <= params.limit("few"):
        return yes(said_zh, said_en, *list(dead.values())[:4], fraction=1.0, values=values)
    fraction = 0.0 if share > params.limit("many") else 0.5
    return no(said_zh, said_en, *list(dead.values())[:6], fraction=fraction, values=values)


def _asked(site: Site, listed: set[str]) -> Iterator[Fetch]:
    """Fetches of goods that lists lead to; those that failed for our own reasons are left out."""
    for fetch in site.fetches:
        if not fetch.error and (
            fetch.purpose == "product" or (fetch.purpose == "link" and bare_address(fetch.asked) in listed)
        ):
            yield fetch


def _says_gone(fetch: Fetch, params: Params) -> bool:
    return fetch.purpose == "product" and bool(pattern(params.words["gone"]).search(fold_text(fetch.text)))


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LIST, required=False),
        Need(Role.SEARCH, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    fetches=("link",),
    words=("gone",),
    limits=("full", "few", "many"),
)

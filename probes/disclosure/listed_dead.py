"""Do lists and the home page lead to goods that are still there?"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.site import Fetch, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, fetched, no, not_seen, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.cards import bare, cards
from probes.reading.policy import fold, pattern
from probes.reading.product_sample import by_desktop, least_asked
from probes.reading.products import PageKind, product
from probes.reading.several import hidden, searched

LISTS = (Role.HOME, Role.LIST, Role.SEARCH)
GONE = (404, 410)


def judge(site: Site, params: Params) -> Answer:
    """The share of goods reached from current lists that are sold no more; what could not be reached counts for nothing."""
    blind = by_desktop(site) or hidden(site, LISTS)
    if blind is not None:
        return blind
    listed = {bare(card.url) for view in searched(site, LISTS)[0] for card in cards(view)}
    alive: dict[str, View] = {}
    dead: dict[str, Evidence] = {}
    for view in site.all(Role.PRODUCT):
        kind = product(view).kind
        if kind is PageKind.GONE:
            dead[bare(view.asked)] = shown(view, None, view.title[:60] or view.url)
        elif kind is PageKind.PRODUCT:
            alive[bare(view.asked)] = view
    for fetch in _asked(site, listed):
        if fetch.status in GONE or _says_gone(fetch, params):
            dead.setdefault(
                bare(fetch.asked), fetched(fetch, f"{fetch.asked} → {fetch.status} {fetch.text[:60]}".strip())
            )
    alive = {url: view for url, view in alive.items() if url not in dead}
    reached = len(alive) + len(dead)
    values: dict[str, Value] = {"reached": reached, "dead": len(dead)}
    if not reached:
        return not_seen("sample_small", "未见到从列表到达的商品页", "no product page reached from a list was seen")
    full = least_asked(site, params.limit("full"))
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
    """Looks at goods that lists lead to; those that failed for a reason of ours are no answer."""
    for fetch in site.fetches:
        if not fetch.error and (
            fetch.purpose == "product" or (fetch.purpose == "link" and bare(fetch.asked) in listed)
        ):
            yield fetch


def _says_gone(fetch: Fetch, params: Params) -> bool:
    return fetch.purpose == "product" and bool(pattern(params.words["gone"]).search(fold(fetch.text)))


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LIST, required=False),
        Need(Role.SEARCH, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    fetches=("link",),
)

"""Do the pages visited show directory listings, stack traces, internal addresses or the software behind them?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_seen, yes
from probes.pages.absence import absence
from probes.pages.absence.several import searched_views, unlooked_role
from probes.pages.main.leaks import TRACE_WORDS, find_leak, leaking_framework, leaking_product
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

WHERE = (Role.HOME, Role.ERROR, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, blind = searched_views(site, WHERE)
    for view in views:
        found = find_leak(view.text, params, addresses=True)
        if found:
            return no(
                f"页面泄露内部信息：「{found}」",
                f"a page shows internals: “{found}”",
                evidence_on_page(view, None, found),
            )
        told = leaking_framework(view)
        if told:
            return no(
                f"页面露出所用框架：「{told}」",
                f"a page tells its framework: “{told}”",
                evidence_on_page(view, None, told),
            )
    for view in views:
        made = leaking_product(view)
        if made:
            zh, en = f"页面露出软件名称与版本：「{made}」", f"a page tells its software and version: “{made}”"
            return no(zh, en, evidence_on_page(view, None, made), fraction=params.limit("version_share"))
    if blind is not None:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    missing = unlooked_role(site, WHERE)
    if missing is not None:
        return absence.not_looked(missing)
    return yes(
        f"查看的 {len(views)} 个页面未见泄露",
        f"nothing leaks on the {count_in_words(len(views), 'page')} seen",
        *map(evidence_on_page, views),
    )


PROBE = Probe(
    reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE),
    judge=judge,
    words=TRACE_WORDS,
    limits=("version_share",),
)

"""Do the pages visited show directory listings, stack traces, internal addresses or which software runs behind them?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_seen, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.leaks import framework, leak, product
from probes.reading.several import searched, unlooked

WHERE = (Role.HOME, Role.ERROR, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, blind = searched(site, WHERE)
    for view in views:
        found = leak(view.text, params, addresses=True)
        if found:
            return no(f"页面泄露内部信息：「{found}」", f"a page shows internals: “{found}”", shown(view, None, found))
        told = framework(view)
        if told:
            return no(f"页面露出所用框架：「{told}」", f"a page tells its framework: “{told}”", shown(view, None, told))
    for view in views:
        made = product(view)
        if made:
            zh, en = f"页面露出软件名称与版本：「{made}」", f"a page tells its software and version: “{made}”"
            return no(zh, en, shown(view, None, made), fraction=params.limit("version_share"))
    if blind is not None:
        zh, en = absence.gap_words(blind)
        return not_seen(blind.reason, zh, en)
    missing = unlooked(site, WHERE)
    if missing is not None:
        return absence.not_looked(missing)
    return yes(
        f"查看的 {len(views)} 个页面未见泄露", f"nothing leaks on the {len(views)} pages seen", *map(shown, views)
    )


PROBE = Probe(reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE), judge=judge)

"""Can earlier versions of the agreement and the rules be read?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import dates
from probes.reading.policy import fold, pattern
from probes.reading.rulebook import Kind, kind, title
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.AGREEMENT, Role.RULES, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    for view in views:
        versions = _versions(view)
        if kind(view) is Kind.HISTORY and len(versions) >= params.limit("versions"):
            said = "、".join(versions[:4])
            return yes(
                f"《{title(view)}》列出 {len(versions)} 个历史版本：{said}",
                f"“{title(view)}” lists {len(versions)} earlier versions: {said}",
                shown(view, quote=said),
                fraction=1.0,
                values={"versions": len(versions)},
            )
    for view in views:
        link = _link(view, params)
        if link is not None:
            words = " ".join((link.text or link.name).split())[:40]
            answer = yes(
                f"有历史版本入口「{words}」，但未见各版本内容",
                f"there is an entry to earlier versions, “{words}”, but none was seen",
                shown(view, link),
                fraction=params.limit("link_share"),
            )
            return hidden(site, ROLES) or in_part(answer)
    return not_found(site, ROLES, "未见协议和规则的历史版本", "no earlier versions were found", fraction=0.0)


def _versions(view: View) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(seen.value) for seen in dates.find(view.text)))


def _link(view: View, params: Params) -> Element | None:
    wanted = pattern(params.words["history"])
    for each in view.elements:
        words = fold(each.text or each.name)
        if each.seen and (each.href or each.clickable) and len(words) <= params.limit("label") and wanted.search(words):
            return each
    return None


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)

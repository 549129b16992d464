"""Are sanctions against sellers published?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import dates, statements
from probes.reading.policy import fold, pattern
from probes.reading.rulebook import GOVERNANCE
from probes.reading.several import hidden, not_found, searched
from probes.text.ranking import clip

ROLES = (*GOVERNANCE, Role.SELLER)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    found, _denied = statements.find(views, params, ("notice", "rule"))
    if "notice" in found:
        view, sentence = found["notice"]
        return yes(
            f"公布了处罚结果：「{clip(sentence.raw, 100)}」",
            f"a sanction is published: “{clip(sentence.raw, 100)}”",
            shown(view, quote=clip(sentence.raw, 160)),
            fraction=1.0,
        )
    for view in (*site.all(Role.HOME), *views):
        link = _link(view, site, params)
        if link is not None:
            words = " ".join(link.text.split())[:40]
            answer = yes(
                f"有处罚公示入口「{words}」",
                f"there is an entry to published sanctions: “{words}”",
                shown(view, link),
                fraction=params.limit("link_share"),
            )
            return hidden(site, ROLES) or in_part(answer)
    if "rule" in found:
        view, sentence = found["rule"]
        answer = yes(
            f"仅写明处罚会公示：「{clip(sentence.raw, 100)}」",
            f"it is only said that sanctions are published: “{clip(sentence.raw, 100)}”",
            shown(view, quote=clip(sentence.raw, 160)),
            fraction=params.limit("rule_share"),
        )
        return hidden(site, ROLES) or in_part(answer)
    return not_found(site, ROLES, "未见违规处罚的公示", "no published sanctions", fraction=0.0)


def _link(view: View, site: Site, params: Params) -> Element | None:
    """An entry to published sanctions, save one whose page we saw to be empty."""
    wanted, empty = pattern(params.words["link"]), pattern(params.words["empty"])
    bare = {each.url for each in site.views if empty.search(fold(each.text)) and not dates.find(each.text)}
    for each in view.elements:
        words = fold(each.text or each.name)
        entry = each.seen and (each.href or each.clickable) and each.href not in bare
        if entry and len(words) <= params.limit("label") and wanted.search(words):
            return each
    return None


PROBE = Probe(reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES)), judge=judge)

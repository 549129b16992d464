"""Can anybody read the whole service agreement as text, without an account?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, in_part, shown, unsure, yes
from probes.pages.opening import login_behind
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import Kind, inventory, of_kind
from probes.reading.several import hidden, not_found

ROLES = (Role.AGREEMENT, Role.RULES)


def judge(site: Site, params: Params) -> Answer:
    found = of_kind(inventory(site, ROLES), Kind.AGREEMENT)
    if not found:
        return _locked(site) or not_found(
            site, ROLES, "未见可完整阅读的服务协议正文", "no service agreement that can be read in full", fraction=0.0
        )
    best = found[0]
    least, near = params.limit("least"), params.limit("near")
    if best.length < near:
        said = Text(
            f"《{best.title}》正文仅 {best.length} 字", f"“{best.title}” has only {best.length} characters of text"
        )
        return not_found(site, ROLES, said.zh, said.en, fraction=0.0, values={"length": best.length})
    fraction = 1.0 if best.length >= least else params.limit("near_share")
    answer = yes(
        f"无需登录即可阅读《{best.title}》，正文 {best.length} 字",
        f"“{best.title}” can be read without an account, {best.length} characters of text",
        shown(best.view, quote=best.title),
        fraction=fraction,
        values={"length": best.length, "title": best.title},
    )
    return answer if fraction == 1.0 else hidden(site, ROLES) or in_part(answer)


def _locked(site: Site) -> Answer | None:
    if login_behind(site, Role.AGREEMENT) is None:
        return None
    return unsure(
        "服务协议要求登录后查看",
        "the service agreement asks for an account",
        guess=0.0,
        question=Text("未登录时能否阅读服务协议？", "Can the agreement be read without an account?"),
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)

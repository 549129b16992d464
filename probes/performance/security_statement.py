"""Does the shop say publicly how it secures data: level protection, ISO 27001, backup, a contact for incidents?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.absence.several import not_found, searched_views
from probes.probe import Need, Params, Probe
from probes.text.quotes import quote_spoken

WHERE = (Role.HOME, Role.ABOUT, Role.PRIVACY, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    for view in searched_views(site, WHERE)[0]:
        said = quote_spoken(view.text, params.words["statement"])
        if said is not None:
            _, quote = said
            return yes(
                f"公布安全保障说明：「{quote}」",
                f"a statement on security: “{quote}”",
                evidence_on_page(view, None, quote),
            )
    return not_found(
        site, WHERE, "未见等级保护、ISO 27001 或应急联系等安全说明", "no public statement on security was found"
    )


PROBE = Probe(reads=tuple(Need(role, required=role is Role.HOME) for role in WHERE), judge=judge, words=("statement",))

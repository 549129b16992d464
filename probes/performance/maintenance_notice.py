"""Is maintenance announced when it happens?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, not_applicable, yes
from probes.probe import Need, Params, Probe
from probes.text.quotes import quote_spoken


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.HOME)
    assert view is not None
    said = quote_spoken(view.text, params.words["notice"])
    if said is not None:
        quote = said[1]
        return yes(
            f"公布维护公告：「{quote}」", f"maintenance is announced: “{quote}”", evidence_on_page(view, None, quote)
        )
    return not_applicable(
        "本次未遇系统维护，无需公告", "there was no maintenance while we looked", evidence_on_page(view)
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, words=("notice",))

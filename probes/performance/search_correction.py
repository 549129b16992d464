"""Is help offered for a search that is misspelt or finds nothing?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, not_seen, yes
from probes.probe import Need, Params, Probe
from probes.text.quotes import quote_spoken


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH)
    assert view is not None
    said = quote_spoken(view.text, params.words["help"])
    if said is not None:
        quote = said[1]
        return yes(
            f"搜索给出纠正或建议：「{quote}」", f"search helps on: “{quote}”", evidence_on_page(view, None, quote)
        )
    return not_seen(
        "not_looked",
        "未输入错误搜索词，纠错能力未测",
        "no misspelt word was searched for, so correction was not tried",
        evidence_on_page(view),
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.SEARCH)), judge=judge, words=("help",))

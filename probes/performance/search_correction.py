"""Does a search in vain, or misspelt, get help?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, not_seen, shown, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH)
    assert view is not None
    for word in params.words["help"]:
        if word in view.text:
            return yes(f"搜索给出纠正或建议：「{word}」", f"search helps on: “{word}”", shown(view, None, word))
    return not_seen(
        "not_looked",
        "未输入错误搜索词，纠错能力未测",
        "no misspelt word was searched for, so correction was not tried",
        shown(view),
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.SEARCH)), judge=judge)

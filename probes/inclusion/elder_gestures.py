"""Does anything need three fingers or a timed press? Public pages do not show it, so nobody is marked down."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure
from probes.probe import Need, Params, Probe
from probes.text.quotes import quote_sentence


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME)
    assert home is not None
    for word in params.words["pressing"]:
        at = home.text.find(word)
        if at >= 0:
            quote = quote_sentence(home.text, at)
            ask = Text("此处是否强制限时操作？", "Is the visitor forced to act in time here?")
            return unsure(
                f"疑似限时操作：「{quote}」",
                f"perhaps a time limit: “{quote}”",
                evidence_on_page(home, None, quote),
                question=ask,
            )
    return not_applicable(
        "多指手势与限时操作无法从公开页面判断，不计分",
        "gestures and time limits do not show on public pages; not counted",
        evidence_on_page(home),
    )


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, words=("pressing",))

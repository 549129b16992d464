"""Is the error page friendly, and silent about what runs behind it?"""

from __future__ import annotations

from dataclasses import replace

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, fetched, no, not_seen, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.leaks import leak


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.ERROR)
    fetch = next((each for each in site.fetches if each.purpose == "error_page" and each.status is not None), None)
    texts: list[tuple[str, Evidence]] = []
    if view is not None:
        texts.append((view.text, shown(view)))
    if fetch is not None:
        texts.append((fetch.text, fetched(fetch)))
    for text, where in texts:
        found = leak(text, params)
        if found:
            evidence = replace(where, quote=found)
            zh, en = f"错误页泄露内部信息：「{found}」", f"the error page leaks internals: “{found}”"
            return no(zh, en, evidence, fraction=0.0)
    if view is None:
        gap = site.gap(Role.ERROR)
        zh, en = absence.gap_words(gap) if gap else ("本次未查看错误页", "the error page was not looked at")
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    version = next((word for word in params.words["versions"] if word in view.text.lower()), "")
    if version:
        zh, en = f"错误页露出服务器软件：「{version}」", f"the error page names its server software: “{version}”"
        return yes(zh, en, shown(view, None, version), fraction=0.5)
    friendly = next((word for word in params.words["friendly"] if word in view.text), "")
    if friendly:
        return yes(
            f"错误页友好：「{friendly}」", f"the error page is friendly: “{friendly}”", shown(view, None, friendly)
        )
    zh, en = "错误页未泄露内部信息，但没有友好说明", "the error page leaks nothing but explains nothing"
    return yes(zh, en, shown(view), fraction=0.5)


PROBE = Probe(
    reads=(Need(Role.HOME, required=False), Need(Role.ERROR, required=False)), judge=judge, fetches=("error_page",)
)

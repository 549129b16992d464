"""Is it said how to reach a human, in two steps at most?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, no, shown, yes
from probes.probe import Params, Probe
from probes.reading.labels import labelled
from probes.reading.policy import pattern
from probes.reading.service_pages import READS, nowhere, pages, said, unseen


def judge(site: Site, params: Params) -> Answer:
    """A path that is described earns all points, the bare mention of human agents half of them."""
    never, denied, step = params.words["never"], params.words["denied"], pattern(params.words["step"])
    for view, line in said(site, params.words["path"], never + denied):
        if 1 + len(step.findall(line)) <= params.limit("steps"):
            return yes(
                f"写明了转人工的办法：「{line[:120]}」",
                f"it is said how to reach a human: “{line[:120]}”",
                shown(view, quote=line[:200]),
                fraction=1.0,
            )
    for view in pages(site):
        for element in labelled(view, params.words["entry"], never + denied):
            words = " ".join(element.words.split())[:40]
            return yes(
                f"有人工客服入口「{words}」", f"an entry to human agents: “{words}”", shown(view, element), fraction=1.0
            )
    blind = unseen(site)
    if blind is not None:
        return blind
    for view, line in said(site, params.words["mention"] + params.words["path"], never + denied):
        return yes(
            f"提及人工客服，但未写明如何（两步内）转接：「{line[:120]}」",
            f"human agents are mentioned, but no way of two steps to them: “{line[:120]}”",
            shown(view, quote=line[:200]),
            fraction=params.limit("mention"),
        )
    for view, line in said(site, denied):
        return no(
            f"写明没有人工客服：「{line[:120]}」",
            f"no human agents, it is said: “{line[:120]}”",
            shown(view, quote=line[:200]),
            fraction=0.0,
        )
    return nowhere(site, "未见转人工的说明或入口", "no way to a human agent was found")


PROBE = Probe(reads=READS, judge=judge)

"""Is it stated how to reach a human, in at most two steps?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.complaints.service_pages import (
    READS,
    answer_nowhere,
    answer_service_unseen,
    service_pages,
    service_sentences,
)
from probes.answers.labels import find_labelled
from probes.finding import Answer, evidence_on_page, no, yes
from probes.pages.lists.hints import show_hint
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.schema.part_words import HINT


def judge(site: Site, params: Params) -> Answer:
    """A described path earns all points, a bare mention of human agents half of them."""
    never, denied, step = params.words["never"], params.words["denied"], pattern(params.words["step"])
    for view, line in service_sentences(site, params.words["path"], never + denied):
        if 1 + len(step.findall(line)) <= params.limit("steps"):
            return yes(
                f"写明了转人工的办法：「{line[:120]}」",
                f"it is said how to reach a human: “{line[:120]}”",
                evidence_on_page(view, quote=line[:200]),
                fraction=1.0,
            )
    for view in service_pages(site):
        for element in find_labelled(view, params.words["entry"], never + denied):
            words = " ".join(element.words.split())[:40]
            return yes(
                f"有人工客服入口「{words}」",
                f"an entry to human agents: “{words}”",
                evidence_on_page(view, element),
                fraction=1.0,
            )
    blind = answer_service_unseen(site)
    if blind is not None:
        return blind
    for view, line in service_sentences(site, params.words["mention"] + params.words["path"], never + denied):
        return yes(
            f"提及人工客服，但未写明如何（两步内）转接：「{line[:120]}」",
            f"human agents are mentioned, but no way of two steps to them: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
            fraction=params.limit("mention"),
        )
    for view, line in service_sentences(site, denied):
        return no(
            f"写明没有人工客服：「{line[:120]}」",
            f"no human agents, it is said: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
            fraction=0.0,
        )
    spoken = show_hint(service_pages(site), params, params.subject)
    return spoken or answer_nowhere(site, "未见转人工的说明或入口", "no way to a human agent was found")


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=("path", "entry", "mention", "denied", "never", "step"),
    limits=("steps", "mention"),
    may_words=HINT,
    texts=("subject",),
)

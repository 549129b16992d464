"""Is the waiting time for customer service shown?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.complaints.service_pages import READS, answer_nowhere, service_pages, service_sentences
from probes.finding import Answer, evidence_on_page, yes
from probes.pages.lists.hints import show_hint
from probes.probe import Params, Probe
from probes.schema.part_words import HINT


def judge(site: Site, params: Params) -> Answer:
    for view, line in service_sentences(site, params.words["rule"], params.words["never"], params.words["near"]):
        return yes(
            f"显示排队或预计等待：「{line[:120]}」",
            f"the wait is shown: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    spoken = show_hint(service_pages(site), params, params.subject)
    return spoken or answer_nowhere(site, "未见排队人数或预计等待时间", "neither queue nor expected wait is shown")


PROBE = Probe(reads=READS, judge=judge, words=("rule", "near", "never"), texts=("subject",), may_words=HINT)

"""Does a rule say what evidence is needed and how liability is found?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.complaints.complaint_items import judge_rule, rule_reads
from probes.answers.service_rules import with_note
from probes.finding import Answer, Outcome, Text
from probes.probe import Params, Probe
from probes.schema.part_words import words_beside

SUBJECT = Text("举证和判责规则", "a rule on evidence and liability")
# A duty to give evidence does not say how liability is decided.
PARTS = {
    "evidence": Text("未见举证要求", "no demand for evidence was found"),
    "liability": Text("未见判定责任的规则", "no rule by which liability is found"),
}


def judge(site: Site, params: Params) -> Answer:
    answer = judge_rule(site, params, SUBJECT, tuple(PARTS))
    stated = answer.values.get("stated")
    if answer.outcome is not Outcome.YES or not isinstance(stated, tuple):
        return answer
    lacking = next((said for part, said in PARTS.items() if part not in stated), None)
    return answer if lacking is None else with_note(answer, lacking.zh, lacking.en)


PROBE = Probe(
    reads=rule_reads(),
    judge=judge,
    words=(
        "chapter",
        "liability_chapter",
        "evidence",
        "evidence_near",
        "evidence_never",
        "liability",
        "liability_near",
        "liability_never",
        "never",
        "doubt",
        "doubt_near",
    ),
    may_words=("doubt_line", *words_beside(PARTS, ("rest",))),
)

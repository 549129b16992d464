"""Does a marketplace show the number of its value-added telecom licence?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, unsure
from probes.probe import Need, Params, Probe
from probes.reading import licence_answers
from probes.reading.licence_answers import sort
from probes.reading.licence_numbers import Kind
from probes.reading.several import hidden, searched

ROLES = (Role.HOME, Role.LICENCE)
NAME = Text("增值电信业务经营许可证号", "a value-added telecom licence number")
QUESTION = Text(
    "按其业务，该平台是否须持有并公示增值电信业务经营许可证？",
    "Does this platform's business need a value-added telecom licence, and does it hold one?",
)


def judge(site: Site, params: Params) -> Answer:
    answer = licence_answers.judge(site, params, (Kind.VAT_LICENCE,), ROLES, NAME, question=QUESTION, missing_asks=True)
    if answer.outcome is not Outcome.UNSURE or answer.fraction is not None:
        return answer
    older = sort(site, searched(site, ROLES)[0], (Kind.ICP_LICENCE,)).own
    if not older:
        return answer
    raw = older[0].place.quote
    return hidden(site, ROLES, public=True) or unsure(
        f"未见B类许可证号，仅见「{raw}」",
        f"no licence number of class B, only “{raw}”",
        older[0].place.evidence,
        guess=params.limit("doubtful"),
        question=QUESTION,
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LICENCE, required=False)), judge=judge)

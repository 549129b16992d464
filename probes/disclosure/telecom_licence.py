"""Does a marketplace show the number of its value-added telecom licence?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator import licence_answers
from probes.answers.operator.licence_answers import NUMBER_LIMITS, sort_licences
from probes.finding import Answer, Outcome, Text, unsure
from probes.pages.absence.several import answer_hidden, searched_views
from probes.probe import Need, Params, Probe
from probes.text.numbers.number_grammar import NumberKind

ROLES = (Role.HOME, Role.LICENCE)
NAME = Text("增值电信业务经营许可证号", "a value-added telecom licence number")
QUESTION = Text(
    "按其业务，该平台是否须持有并公示增值电信业务经营许可证？",
    "Does this platform's business need a value-added telecom licence, and does it hold one?",
)


def judge(site: Site, params: Params) -> Answer:
    answer = licence_answers.judge_licences(
        site, params, (NumberKind.VAT_LICENCE,), ROLES, NAME, question=QUESTION, missing_asks=True
    )
    if answer.outcome is not Outcome.UNSURE or answer.fraction is not None:
        return answer
    older = sort_licences(site, searched_views(site, ROLES)[0], (NumberKind.ICP_LICENCE,)).own
    if not older:
        return answer
    raw = older[0].place.quote
    return answer_hidden(site, ROLES, public=True) or unsure(
        f"未见增值电信业务经营许可证号，仅见较早的「{raw}」",
        f"no value-added telecom licence number, only an older one, “{raw}”",
        older[0].place.evidence,
        guess=params.limit("doubtful"),
        question=QUESTION,
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LICENCE, required=False)), judge=judge, limits=NUMBER_LIMITS)

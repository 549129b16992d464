"""Did the operator take part in drafting national, industry, local or group standards?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.own_answers import answer_nothing_stated, answer_own_unseen, own_evidence, own_pages_needed
from probes.finding import Answer, Text, Value, in_part, yes
from probes.pages.main.listed import list_words
from probes.pages.operator.own_words import OwnSentence, find_told, is_undone
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.text.numbers import identifiers
from probes.text.numbers.identifiers import Identifier, StandardIssuer
from probes.text.ranking import clip_quote

ROLES = (Role.ABOUT, Role.SOCIAL, Role.LICENCE, Role.HOME)
PUBLIC = frozenset({StandardIssuer.NATIONAL, StandardIssuer.INDUSTRY, StandardIssuer.LOCAL})
SUBJECT = Text("参与制定标准的情况", "that the operator took part in drafting a standard")


@dataclass(frozen=True, slots=True)
class _DraftedStandard:
    told: OwnSentence
    number: Identifier
    role: bool


def judge(site: Site, params: Params) -> Answer:
    """All points for one public or two group standards with a stated role; ``weak`` for less; none for mere compliance."""
    found = {standard.number.normalised: standard for standard in _standards(site, params)}
    drafted = [standard for standard in found.values() if standard.role]
    public = [standard for standard in drafted if standard.number.issued in PUBLIC]
    groups = [standard for standard in drafted if standard.number.issued is StandardIssuer.GROUP]
    if not found:
        return _judge_named(site, params)
    share = params.limit("strong") if public else params.limit("two_groups" if len(groups) > 1 else "weak")
    chosen = public or groups or drafted or list(found.values())
    named = list_words(standard.number.normalised for standard in chosen)
    values: dict[str, Value] = {
        "standards": tuple(f"{standard.number.normalised} ({standard.number.issued})" for standard in found.values()),
        "with_role": len(drafted),
    }
    quote = clip_quote(chosen[0].told.raw, 160)
    answer = yes(
        f"标准{named.zh}：「{quote}」",
        f"standards {named.en}: “{quote}”",
        *own_evidence(standard.told for standard in chosen[:6]),
        fraction=share,
        values=values,
    )
    return answer if share == 1.0 else answer_own_unseen(site, ROLES) or in_part(answer)


def _judge_named(site: Site, params: Params) -> Answer:
    """``weak`` points for a standard without its number, told by its level, its name or its publication, and the part taken in it."""
    told = next(_named(site, params), None)
    if told is None:
        return answer_nothing_stated(site, ROLES, SUBJECT)
    quote = clip_quote(told.raw, 160)
    answer = yes(
        f"参与制定标准（未写编号）：「{quote}」",
        f"took part in drafting a standard, whose number is not given: “{quote}”",
        *own_evidence((told,)),
        fraction=params.limit("weak"),
        values={"standards": (), "with_role": 1},
    )
    return answer_own_unseen(site, ROLES) or in_part(answer)


def _named(site: Site, params: Params) -> Iterator[OwnSentence]:
    needed = [pattern(params.words[name]) for name in ("part", "level", "specific")]
    barred = [pattern(params.words[name]) for name in ("cites", "plans")]
    for sentence in find_told(site, ROLES):
        said = sentence.text
        if not all(one.search(said) for one in needed) or any(one.search(said) for one in barred):
            continue
        if not is_undone(sentence) and not _of_others(said, params):
            yield sentence


def _of_others(said: str, params: Params) -> bool:
    """Does the sentence say that others drafted it, and nothing of the operator?"""
    return bool(pattern(params.words["not_ours"]).search(said)) and not pattern(params.words["ours"]).search(said)


def _standards(site: Site, params: Params) -> Iterator[_DraftedStandard]:
    """Standards in the shop's own words. One that is only cited does not count; one listed under a heading on standards has no role."""
    part, heading = pattern(params.words["part"]), pattern(params.words["heading"])
    cites, plans = pattern(params.words["cites"]), pattern(params.words["plans"])
    for sentence in find_told(site, ROLES):
        numbers = [
            number for number in identifiers.find_identifiers(sentence.raw, year=site.at.year) if number.issued.value
        ]
        role = bool(part.search(sentence.text) or part.search(sentence.sentence.heading))
        if not numbers or plans.search(sentence.text) or not (role or heading.search(sentence.where)):
            continue
        if _of_others(sentence.text, params):
            continue
        if not role and cites.search(sentence.text):
            continue
        for number in numbers:
            if number.valid:
                yield _DraftedStandard(sentence, number, role)


PROBE = Probe(
    reads=own_pages_needed(*ROLES),
    judge=judge,
    words=("part", "heading", "cites", "plans", "level", "specific", "not_ours", "ours"),
    limits=("strong", "two_groups", "weak"),
)

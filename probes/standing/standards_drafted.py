"""Did the operator take part in drafting national, industry, local or group standards?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, in_part, yes
from probes.probe import Params, Probe
from probes.reading import identifiers
from probes.reading.identifiers import Identifier, Issued
from probes.reading.own_answers import evidence, nothing, reads, unseen
from probes.reading.own_words import Told, told
from probes.reading.policy import pattern
from probes.text.ranking import clip

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME)
PUBLIC = frozenset({Issued.NATIONAL, Issued.INDUSTRY, Issued.LOCAL})
SUBJECT = Text("参与制定标准的情况", "that the operator took part in drafting a standard")


@dataclass(frozen=True, slots=True)
class _Standard:
    told: Told
    number: Identifier
    role: bool


def judge(site: Site, params: Params) -> Answer:
    """All points for one public or two group standards with the role said; ``weak`` for less; nothing for what is only complied with."""
    found = {each.number.normalised: each for each in _standards(site, params)}
    drafted = [each for each in found.values() if each.role]
    public = [each for each in drafted if each.number.issued in PUBLIC]
    groups = [each for each in drafted if each.number.issued is Issued.GROUP]
    if not found:
        return nothing(site, ROLES, SUBJECT)
    share = params.limit("strong") if public else params.limit("two_groups" if len(groups) > 1 else "weak")
    chosen = public or groups or drafted or list(found.values())
    listed = "、".join(each.number.normalised for each in chosen[:6])
    values: dict[str, Value] = {
        "standards": tuple(f"{each.number.normalised} ({each.number.issued})" for each in found.values()),
        "with_role": len(drafted),
    }
    quote = clip(chosen[0].told.raw, 160)
    answer = yes(
        f"标准 {listed}：「{quote}」",
        f"standards {listed}: “{quote}”",
        *evidence(each.told for each in chosen[:6]),
        fraction=share,
        values=values,
    )
    return answer if share == 1.0 else unseen(site, ROLES) or in_part(answer)


def _standards(site: Site, params: Params) -> Iterator[_Standard]:
    """Standards in own words; one that is only cited is none, one listed under a heading on standards has no role said."""
    part, heading = pattern(params.words["part"]), pattern(params.words["heading"])
    cites, plans = pattern(params.words["cites"]), pattern(params.words["plans"])
    for each in told(site, ROLES):
        numbers = [number for number in identifiers.find(each.raw, year=site.at.year) if number.issued.value]
        role = bool(part.search(each.text) or part.search(each.sentence.heading))
        if not numbers or plans.search(each.text) or not (role or heading.search(each.where)):
            continue
        if not role and cites.search(each.text):
            continue
        for number in numbers:
            if number.valid:
                yield _Standard(each, number, role)


PROBE = Probe(reads=reads(*ROLES), judge=judge)

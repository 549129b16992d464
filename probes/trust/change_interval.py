"""Are changed rules published long enough before they take effect?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.rule_changes import RuleChange, at_once_clause, find_rule_changes
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

ROLES = (Role.AGREEMENT, Role.RULES, Role.HELP)
ASK = Text("该规则变更的公示期是否足够？", "Was this change of rules published long enough before it took effect?")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    every = [change for view in views for change in find_rule_changes(view)]
    timed = [(change, days) for change in every if (days := change.days) is not None]
    short = [(change, days) for change, days in timed if 0 <= days < _least(change, params) and not change.excused]
    if short:
        change, days = min(short, key=lambda pair: pair[1])
        least = _least(change, params)
        return no(
            f"「{change.heading[:40]}」{change.published} 公布、{change.effective} 生效，仅 {days} 日（要求不少于 {least:g} 日）",
            f"“{change.heading[:40]}” published {change.published}, in force {change.effective}: {count_in_words(days, 'day')} (at least {least:g})",
            evidence_on_page(change.view, quote=change.text[:200]),
            fraction=0.0,
            values={"days": days},
        )
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    doubtful = next(
        (change for change in every if change.at_once or (change.days is not None and _odd(change, params))), None
    )
    if doubtful is not None:
        said = doubtful.at_once or f"{doubtful.published} → {doubtful.effective}"
        return unsure(
            f"「{doubtful.heading[:40]}」的公示期须核实：「{said}」",
            f"how long “{doubtful.heading[:40]}” was published ahead is to be checked: “{said}”",
            evidence_on_page(doubtful.view, quote=doubtful.text[:200]),
            guess=0.0,
            question=ASK,
        )
    if timed:
        change, days = min(timed, key=lambda pair: pair[1])
        return yes(
            f"规则变更提前公布：「{change.heading[:40]}」{change.published} 公布、{change.effective} 生效，相隔 {days} 日",
            f"changes are published ahead: “{change.heading[:40]}” {change.published} to {change.effective}, {count_in_words(days, 'day')}",
            *(evidence_on_page(change.view, quote=change.text[:160]) for change, _ in timed[:3]),
            values={"days": days, "notices": len(timed)},
        )
    for view in views:
        clause = at_once_clause(view)
        if clause is not None:
            return unsure(
                f"条款称变更公布即生效：「{clip_quote(clause.raw, 120)}」",
                f"a term puts changes in force on publication: “{clip_quote(clause.raw, 120)}”",
                evidence_on_page(view, quote=clip_quote(clause.raw, 160)),
                guess=0.0,
                question=ASK,
            )
    return not_applicable("未见印有公布与生效日期的规则变更公告", "no notice of a change prints both dates")


def _least(change: RuleChange, params: Params) -> float:
    return params.limit("major_days") if change.major else params.limit("days")


def _odd(change: RuleChange, params: Params) -> bool:
    """Whether it took effect before publication, or soon after with a justification: a person must look."""
    return change.days is not None and change.days < _least(change, params)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, limits=("days", "major_days"))

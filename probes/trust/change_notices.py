"""Are changes of rules announced in public, as a promise and in fact?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import statements
from probes.finding import Answer, Evidence, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint
from probes.pages.rules.rule_changes import find_rule_changes
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text.ranking import clip_quote

ROLES = (Role.AGREEMENT, Role.RULES, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    notice = next(
        (
            change
            for view in views
            for change in find_rule_changes(view)
            if change.published or change.effective or change.consulted
        ),
        None,
    )
    promised, _denied = statements.find_stated(views, params, ("promise",))
    evidence: list[Evidence] = []
    zh, en = [], []
    if notice is not None:
        evidence.append(evidence_on_page(notice.view, quote=notice.text[:160]))
        zh.append(f"有规则变更公告「{notice.heading[:40]}」")
        en.append(f"a change is announced: “{notice.heading[:40]}”")
    if promised:
        view, sentence = promised["promise"]
        evidence.append(evidence_on_page(view, quote=clip_quote(sentence.raw, 160)))
        zh.append(f"承诺修改提前公示：「{clip_quote(sentence.raw, 80)}」")
        en.append(f"changes are promised to be published ahead: “{clip_quote(sentence.raw, 80)}”")
    if not evidence:
        return show_hint(views, params, params.subject) or not_found(
            site, ROLES, "未见规则变更的公示或承诺", "no notice of changed rules nor a promise of it", fraction=0.0
        )
    share = (params.limit("notice_share") if notice else 0.0) + (params.limit("promise_share") if promised else 0.0)
    answer = yes("；".join(zh), "; ".join(en), *evidence, fraction=min(1.0, share))
    return answer if share >= 1.0 else answer_hidden(site, ROLES) or in_part(answer)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("promise", "promise_near", "promise_never"),
    may_words=HINT,
    texts=("subject",),
    limits=("notice_share", "promise_share"),
)

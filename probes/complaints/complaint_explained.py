"""Are process and time limit explained next to the entry to complain?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_times import find_time_limits
from probes.finding import Answer, Evidence, Value, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.main.listed import list_words
from probes.pages.rules.policy import find_statement, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.ranking import clip_quote

ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found: dict[str, Evidence] = {}
    for view in views:
        process = find_statement(
            split_sentences(view.text), params.words["process"], near=params.words["about"], never=params.words["never"]
        )
        if process is not None:
            found.setdefault("process", evidence_on_page(view, quote=clip_quote(process.raw, 160)))
        limit = next(find_time_limits(view, params), None)
        if limit is not None:
            found.setdefault("limit", evidence_on_page(view, quote=clip_quote(limit[0].raw, 160)))
    if not found:
        zh, en = "投诉入口旁未见流程和时限说明", "neither process nor time limit is explained next to the entry"
        return not_found(site, ROLES, zh, en, fraction=0.0)
    quotes = list_words(piece.quote[:60] for piece in found.values())
    values: dict[str, Value] = {"explained": tuple(found)}
    answer = yes(
        f"投诉页说明了{'流程和时限' if len(found) == 2 else '流程' if 'process' in found else '时限'}：{quotes.zh}",
        f"explained next to the entry: {' and '.join(found)}: {quotes.en}",
        *found.values(),
        fraction=len(found) / 2,
        values=values,
    )
    return answer if len(found) == 2 else answer_hidden(site, ROLES) or in_part(answer)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("about", "process", "stage", "never")
)

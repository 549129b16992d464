"""Are process and time limit explained next to the entry to complain?"""

from __future__ import annotations

import dataclasses
import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_times import find_time_limits, told_sentences
from probes.finding import Answer, Evidence, Value, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.lists.hints import show_hint, told_lines
from probes.pages.main.listed import list_words
from probes.pages.rules.policy import Sentence, find_statement, split_sentences
from probes.pages.rules.unfolded import unfolded_text
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

_PIECE = re.compile(r"[^。！？!?；;]+[。！？!?；;]*")
ROLES = (Role.COMPLAINT, Role.SERVICE, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found: dict[str, Evidence] = {}
    for view in views:
        process = _process(view, params)
        if process is not None:
            found.setdefault("process", evidence_on_page(view, quote=clip_quote(process.raw, 160)))
        limit = next(find_time_limits(view, params, _led(view, int(params.limit("lead")))), None)
        if limit is not None:
            found.setdefault("limit", evidence_on_page(view, quote=clip_quote(limit[0].raw, 160)))
    if not found:
        zh, en = "投诉入口旁未见流程和时限说明", "neither process nor time limit is explained next to the entry"
        return show_hint(views, params, params.subject) or not_found(site, ROLES, zh, en, fraction=0.0)
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


def _process(view: View, params: Params) -> Sentence | None:
    """A sentence that speaks of the process, or a line of any form that says what is done one after the other (``sequence``)."""
    near, never = params.words["about"], params.words["never"]
    said = find_statement(split_sentences(view.text), params.words["process"], near=near, never=never, affirmed=True)
    if said is not None:
        return said
    lines = tuple(Sentence(line.whole, line.raw, line.above) for line in told_lines(view))
    return find_statement(
        (*_led(view, int(params.limit("lead"))), *lines),
        params.words["sequence"],
        near=near,
        never=never,
        affirmed=True,
    )


def _led(view: View, longest: int) -> tuple[Sentence, ...]:
    """What the page tells, each sentence below what its own line said before it: 投诉请点这里。一日内有人回您。

    Of that the last ``longest`` characters: a page may be one line of any length.
    """
    leads: dict[str, str] = {}
    for line in unfolded_text(view).split("\n"):
        for piece in _PIECE.finditer(line):
            leads.setdefault(" ".join(piece.group().split()), line[max(0, piece.start() - longest) : piece.start()])
    return tuple(
        dataclasses.replace(told, heading=f"{told.heading} {fold_text(lead)}".strip()) if lead else told
        for told in told_sentences(view)
        for lead in (leads.get(told.raw, ""),)
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("about", "process", "sequence", "stage", "never"),
    may_words=HINT,
    texts=("subject",),
    limits=("lead",),
)

"""Are sellers forbidden to pressure buyers about reviews, with sanctions and a place to report it?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.in_turn import TURN_LIMITS, told_in_turn
from probes.answers.statements import find_stated, judge_stated
from probes.finding import Answer
from probes.pages.absence.several import searched_views
from probes.pages.rules.rulebook import EVALUATION
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, stated_words, words_beside
from probes.schema.roles_read import need_roles

PARTS = ("ban", "sanction", "report")
# What the next sentence of the same paragraph adds to the ban, without naming it again: 违者扣分；买家可举报。
ADDED = PARTS[1:]


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, EVALUATION)
    stated, _ = find_stated(views, params, PARTS)
    banned = stated["ban"][1] if "ban" in stated else None
    added = told_in_turn(views, params, [part for part in ADDED if part not in stated], banned)
    return judge_stated(site, params, params.subject, EVALUATION, PARTS, known=added)


PROBE = Probe(
    reads=need_roles(EVALUATION),
    judge=judge,
    words=(*PARTS, *(f"{part}_{list_}" for part in ADDED for list_ in ("case", "remedy")), "remedy_never"),
    limits=TURN_LIMITS,
    texts=("subject",),
    may_words=(*stated_words(PARTS), *DOUBT, *words_beside(ADDED, ("next",)), "next_never"),
)

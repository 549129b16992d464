"""Are faked sales and reviews forbidden and punished?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.in_turn import TURN_LIMITS, TURN_WORDS, told_in_turn
from probes.answers.statements import find_stated, judge_stated
from probes.finding import Answer
from probes.pages.absence.several import searched_views
from probes.pages.rules.rulebook import EVALUATION
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, stated_words
from probes.schema.roles_read import need_roles

PARTS = ("ban", "sanction")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, EVALUATION)
    stated, _ = find_stated(views, params, PARTS)
    missing = [part for part in PARTS[1:] if part not in stated]
    return judge_stated(site, params, params.subject, EVALUATION, PARTS, known=told_in_turn(views, params, missing))


PROBE = Probe(
    reads=need_roles(EVALUATION),
    judge=judge,
    words=(*PARTS, "sanction_case", "sanction_remedy", *TURN_WORDS[1:]),
    limits=TURN_LIMITS,
    texts=("subject",),
    may_words=(*stated_words(PARTS), *DOUBT),
)

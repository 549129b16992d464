"""Is compensation promised for late, damaged or wrong deliveries?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.in_turn import TURN_LIMITS, TURN_WORDS, told_in_turn
from probes.answers.service_rules import DELIVERY_ROLES, find_service_rules, judge_rules, rule_pages_needed
from probes.finding import Answer, Text
from probes.pages.absence.several import searched_views
from probes.probe import Params, Probe
from probes.schema.part_words import words_beside

SUBJECT = Text("晚到、破损等配送赔付承诺", "compensation for late or damaged deliveries")
PARTS = {
    "late": Text("晚到或延迟发货赔付", "late delivery"),
    "damage": Text("破损包赔", "damage"),
    "wrong": Text("少件、错发处理", "missing or wrong goods"),
}


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, DELIVERY_ROLES)
    stated = find_service_rules(views, params, PARTS)
    in_turn = told_in_turn(views, params, [part for part in PARTS if part not in stated])
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS, known=in_turn)


PROBE = Probe(
    reads=rule_pages_needed(DELIVERY_ROLES),
    judge=judge,
    words=(*TURN_WORDS, "chapter", "late", "damage", "wrong", "late_case", "damage_case", "wrong_case", "never"),
    may_words=words_beside(PARTS, ("never", "rest")),
    limits=TURN_LIMITS,
)

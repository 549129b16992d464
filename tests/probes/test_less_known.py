"""Where a reader had nothing to overlook its recall is not asked for; where it guesses, it is."""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text
from probes.known_absence import weigh_absence
from probes.probe import Check, Need, Params, Probe
from probes.recall import Recall, Recalls, measure_recall
from tests.cases.build import site, view

ALL, MOST, FEW = measure_recall(60, 60, 60), measure_recall(20, 20, 20), measure_recall(30, 60, 60)
GONE = Answer(Outcome.NO, Text("未见", "not found"), by_absence=True)


def _check(*roles: Role, id: str = "made.up") -> Check:
    probe = Probe(tuple(Need(role, required=False) for role in roles), lambda seen, params: GONE)
    return Check(id, probe, Text("有吗？", "is it there?"), (), Params(), Outcome.YES)


def _weighed(answer: Answer, shop: Site, check: Check, own: Recall | None = None, **roles: Recall) -> Answer:
    return weigh_absence(check, answer, shop, 0.9, Recalls(checks={} if own is None else {"made.up": own}, roles=roles))


def _shop(said: str, *more: tuple[str, str]) -> Site:
    """A shop with a help page that says so, others (words, address), and an entry whose page nobody saw."""
    links = ({"text": "帮助中心", "href": "/help"}, {"text": "神秘入口", "href": "/x"})
    head = {"tag": "h1", "text": "帮助中心", "heading": 1}
    page = view("help", said, [head], title="帮助中心")
    others = (view("help", words, id=url, url=f"https://shop.test/{url}") for words, url in more)
    return site(view("home", None, links), page, *others)


def test_a_page_that_says_nothing_leaves_its_reader_nothing_to_overlook() -> None:
    bare, both = _shop("帮助中心"), _check(Role.HELP, Role.RULES)
    assert _weighed(GONE, bare, _check(Role.HELP)) == GONE
    assert _weighed(GONE, bare, both, rules=FEW).outcome is Outcome.UNSURE  # what was not found rests on finding it
    assert _weighed(GONE, bare, both, rules=ALL) == GONE
    told = _shop("帮助中心", ("七天无理由退货", "h2"))
    assert _weighed(GONE, told, both, rules=ALL).outcome is Outcome.UNSURE
    assert _weighed(GONE, told, both, ALL) == GONE


def test_a_guess_by_absence_needs_a_measured_reader_too() -> None:
    guess = dataclasses.replace(GONE, outcome=Outcome.UNSURE, fraction=0.0)
    shop, check = _shop("常见问题请看下面的说明。"), _check(Role.HELP)
    assert _weighed(guess, shop, check).fraction is None
    assert _weighed(guess, shop, check, FEW).fraction is None
    assert _weighed(guess, shop, check, MOST) == guess
    assert (
        _weighed(guess, shop, _check(Role.HELP, id="performance.help_search")) == guess
    )  # a field is told by its form
    seen = dataclasses.replace(guess, by_absence=False)
    assert _weighed(seen, shop, check) == seen

"""An absence that rests on another reading: of the entry to a thing, or of the one page that is there."""

from __future__ import annotations

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.pages.absence.only_names import only_names
from probes.recall import RULES, Recalls
from tests.cases.build import site, view
from tests.probes.test_known_absence import ALL, FEW, _check, _gone, _of, _shop, _weighed


def test_a_good_reader_answers_from_pages_that_say_only_their_names() -> None:
    """One page is there and says nothing, another is missing and may have been overlooked: as with any page, the reader tells."""
    name = {"tag": "h1", "text": "退货", "heading": 1}
    home = view("home", "栗子集市，家常好物。", [{"text": "神秘入口", "href": "/x"}])
    named = site(home, view("after_sales", "退货", [name], title="退货"))
    assert only_names(named)
    check = _check(Role.AFTER_SALES, Role.HELP)
    assert _weighed(_gone(), named, _of(ALL, help=FEW), check) == _gone()
    assert _weighed(_gone(), named, _of(FEW, help=FEW), check).outcome is Outcome.UNSURE
    assert _weighed(_gone(), site(home), _of(ALL, after_sales=FEW, help=FEW), check).outcome is Outcome.UNSURE


def test_what_an_entry_leads_to_is_absent_where_the_entry_is() -> None:
    follower, entry = next(iter(RULES.follows.items()))
    check = _check(id=follower)
    assert _weighed(_gone(), _shop(), Recalls(checks={entry: ALL}), check) == _gone()
    assert _weighed(_gone(), _shop(), Recalls(checks={entry: FEW}), check).outcome is Outcome.UNSURE
    assert _weighed(_gone(), _shop(), Recalls(checks={entry: ALL, follower: FEW}), check).outcome is Outcome.UNSURE

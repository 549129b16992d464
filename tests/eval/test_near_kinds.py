"""Near misses are told by what makes them one, and statements that look like them stay statements."""

from __future__ import annotations

from tests.eval.recall.near_kinds import SAYS, list_kinds, rate_kinds
from tests.eval.recall.taken_back import rate_frames

# Kinds that the build of a clause tells, whatever its matter (probes/answers/doubts/unstated.toml).
BUILT = ("not_yet", "at_will", "meaning", "case", "others", "negated")
# Kinds that are told by who does a thing and to what, by families of checks (predicates.toml), or by how sure and of what a clause is.
OF_ANOTHER = ("other_object", "other_actor", "hedged", "about_text")


def test_few_near_misses_are_taken_for_a_statement() -> None:
    rates = rate_kinds()
    for kinds, most in ((BUILT, 0.1), (OF_ANOTHER, 0.2)):
        taken, asked = (sum(getattr(rates[kind], name) for kind in kinds) for name in ("taken", "asked"))
        assert taken <= most * asked
    assert rates[SAYS].taken >= 0.9 * rates[SAYS].asked


def test_few_statements_that_are_taken_back_are_taken_for_one() -> None:
    rates = rate_frames()
    assert {name: rate for name, rate in rates.items() if rate.taken > 0.2 * rate.asked} == {}


def test_each_stands_once() -> None:
    told = [(passage.check, passage.text) for _, passage in list_kinds()]
    assert len(told) == len(set(told))

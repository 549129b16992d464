"""Four eyes: who may not do what after having done what, over any history of acts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xuncha.web.security.separation import Act, PastAct, find_conflict_of_roles, is_line_confirmed, list_decided_alone

PERSONS, SUBJECTS = st.sampled_from(["li", "wang", "zhao"]), st.sampled_from(["5.1-1", "5.1-2", "R1"])
ACTS = st.lists(
    st.builds(PastAct, st.sampled_from([Act.DECIDE, Act.RESOLVE, Act.CONFIRM]), PERSONS, SUBJECTS), max_size=12
)


def test_who_decided_an_item_does_not_resolve_it_and_the_other_way_round() -> None:
    decided = [PastAct(Act.DECIDE, "li", "5.1-1"), PastAct(Act.DECIDE, "wang", "5.1-1")]
    refused = find_conflict_of_roles(Act.RESOLVE, "li", "5.1-1", decided)
    assert refused is not None
    assert "somebody else must resolve" in refused.en
    assert find_conflict_of_roles(Act.RESOLVE, "zhao", "5.1-1", decided) is None
    assert find_conflict_of_roles(Act.RESOLVE, "li", "5.1-2", decided) is None
    resolved = [*decided, PastAct(Act.RESOLVE, "zhao", "5.1-1")]
    assert find_conflict_of_roles(Act.DECIDE, "zhao", "5.1-1", resolved) is not None
    assert find_conflict_of_roles(Act.DECIDE, "li", "5.1-1", resolved) is None


def test_a_red_line_takes_two_persons() -> None:
    once = [PastAct(Act.CONFIRM, "li", "R1")]
    assert not is_line_confirmed("R1", once)
    assert not is_line_confirmed("R1", [*once, *once])
    assert find_conflict_of_roles(Act.CONFIRM, "li", "R1", once) is not None
    assert find_conflict_of_roles(Act.CONFIRM, "wang", "R1", once) is None
    assert is_line_confirmed("R1", [*once, PastAct(Act.CONFIRM, "wang", "R1")])
    assert not is_line_confirmed("R2", [*once, PastAct(Act.CONFIRM, "wang", "R1")])


@given(ACTS, PERSONS)
def test_nobody_signs_what_only_they_decided(acts: list[PastAct], person: str) -> None:
    alone = list_decided_alone(person, acts)
    assert (find_conflict_of_roles(Act.SIGN, person, "", acts) is not None) == bool(alone)
    for item in alone:
        assert {act.person for act in acts if act.subject == item and act.act in (Act.DECIDE, Act.RESOLVE)} == {person}


@given(ACTS, PERSONS, SUBJECTS, st.sampled_from(list(Act)))
def test_acts_of_others_alone_stand_in_nobodys_way(acts: list[PastAct], person: str, subject: str, act: Act) -> None:
    others = [other for other in acts if other.person != person]
    assert find_conflict_of_roles(act, person, subject, others) is None

"""What a person may not see yet of visits that others have decided on: two readers decide blindly, on every page and by every program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from storage.decisions import DecisionKind
from storage.overview.platform_events import DecidedSubject
from storage.overview.stored_story import list_decided_subjects
from storage.people.work.assignments import Assignment, ReaderPart, list_assignments
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState

PROFILE = frozenset({""})  # stands for a decision on the profile, from which any item may follow


async def list_hidden_subjects(
    state: WebState,
    visitor: Visitor,
    visits: Mapping[str, Collection[str]],
    known: Iterable[DecidedSubject] | None = None,
) -> Mapping[str, frozenset[str]]:
    """The subjects of each visit that others decided and the person, who is to, has not; visits with none are left out.

    ``visits``: each with the scopes of its platform; ``known``: who decided what on them, where it is at hand. ``PROFILE`` stands for
    all that says something of the profile.
    """
    asked = [visit for visit, scopes in visits.items() if visitor.may_for(Right.DECIDE, scopes)]
    if known is None and asked:
        asked = await _leave_out_settled(state, visitor, visits, asked)
    if known is None:
        known = await list_decided_subjects(state.store, asked) if asked else ()
    own: dict[str, set[str]] = {}
    others: dict[str, dict[str, str]] = {}
    for decided in known:
        if decided.assessor == visitor.account.assessor:
            own.setdefault(decided.visit, set()).add(decided.subject)
        elif decided.visit in asked:
            others.setdefault(decided.visit, {})[decided.subject] = decided.kind
    hidden = {}
    reading = await list_assignments(state.store, user=visitor.account.id) if others else ()
    for visit, subjects in others.items():
        parts = [assignment for assignment in reading if assignment.visit == visit]
        thirds = find_subjects_as_third(parts, visitor.may_for(Right.RESOLVE, visits[visit]))
        if thirds is None:
            continue
        left = subjects.keys() - own.get(visit, set()) - thirds
        of_profile = any(subjects[subject] == DecisionKind.PROFILE for subject in left)
        if left:
            hidden[visit] = frozenset(left) | (PROFILE if of_profile else frozenset())
    return hidden


async def _leave_out_settled(
    state: WebState, visitor: Visitor, visits: Mapping[str, Collection[str]], asked: list[str]
) -> list[str]:
    """Those of these visits that may hide something: whoever resolves sees all of those of which the person is no reader."""
    resolved = [visit for visit in asked if visitor.may_for(Right.RESOLVE, visits[visit])]
    if not resolved:
        return asked
    read = {part.visit for part in await list_assignments(state.store, user=visitor.account.id)}
    over = set(resolved) - read
    return [visit for visit in asked if visit not in over]


def find_subjects_as_third(asked: Iterable[Assignment], resolves: bool) -> frozenset[str] | None:
    """The items that an assessor reads as the third of a visit, seeing both others; None where nothing of it is hidden.

    Nothing is from the third of all of it, and from those who resolve and are no reader of this visit themselves.
    """
    parts = list(asked)
    thirds = frozenset(part.item for part in parts if part.part is ReaderPart.THIRD)
    reads = any(part.part is not ReaderPart.THIRD for part in parts)
    return None if "" in thirds or (resolves and not reads) else thirds

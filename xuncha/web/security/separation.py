"""Who may not do what after having done what: the rules of four eyes, as pure functions over what persons did before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from probes.finding import Text


class Act(StrEnum):
    """What a person does on a subject (item or red line) of one visit."""

    DECIDE = "decide"  # an item, as its first or second assessor
    RESOLVE = "resolve"  # an item that two assessors see differently, as the third
    CONFIRM = "confirm"  # a red line
    SIGN = "sign"  # the whole audit


@dataclass(frozen=True, slots=True)
class PastAct:
    """One act: by whom (the account's name, or the assessor's as decisions hold it) and on which subject, "" for the whole audit."""

    act: Act
    person: str
    subject: str = ""


CONFIRMERS = 2  # persons, before a red line counts as confirmed


def find_conflict_of_roles(act: Act, person: str, subject: str, earlier: Iterable[PastAct]) -> Text | None:
    """Why ``person`` may not do ``act`` on ``subject`` after ``earlier`` acts on the same visit; None where nothing is against it.

    ``subject``: an item's or red line's id, "" for SIGN. ``earlier``: every act stored for the visit, in any order; acts on other
    subjects may be among them. To be asked before anything is stored, in the same transaction as the storing.

    1. Who resolves an item as the third has not decided it before, and who resolved it does not decide it afterwards.
    2. A person confirms a red line once: the second confirmation is another's (``is_line_confirmed``).
    3. Who signs is not the only one who decided some item: what one has decided alone, another signs.
    """
    known = tuple(earlier)
    own = {other.act for other in known if other.person == person and other.subject == subject}
    if act is Act.RESOLVE and Act.DECIDE in own:
        return Text(
            "您已作为评估员判定过本项，分歧须由他人裁定",
            "you have decided this item as an assessor: somebody else must resolve it",
        )
    if act is Act.DECIDE and Act.RESOLVE in own:
        return Text(
            "您已裁定过本项的分歧，不能再作为评估员判定",
            "you have resolved this item: you cannot decide it as an assessor too",
        )
    if act is Act.CONFIRM and Act.CONFIRM in own:
        return Text(
            "您已确认过此红线，须由另一人再次确认",
            "you have confirmed this red line: the second confirmation must be somebody else's",
        )
    if act is Act.SIGN and (alone := list_decided_alone(person, known)):
        items = "、".join(alone[:5])
        return Text(
            f"{items} 等 {len(alone)} 项仅由您一人判定，须由他人签署",
            f"{len(alone)} items ({', '.join(alone[:5])} …) were decided by nobody but you: somebody else must sign",
        )
    return None


def list_decided_alone(person: str, acts: Iterable[PastAct]) -> tuple[str, ...]:
    """Items that this person decided and nobody else decided or resolved, in order."""
    by_item: dict[str, set[str]] = {}
    for act in acts:
        if act.act in (Act.DECIDE, Act.RESOLVE):
            by_item.setdefault(act.subject, set()).add(act.person)
    return tuple(sorted(item for item, persons in by_item.items() if persons == {person}))


def is_line_confirmed(line: str, acts: Iterable[PastAct]) -> bool:
    """Whether enough different persons confirmed a red line. Until then the first confirmation waits and no decision is stored."""
    return len({act.person for act in acts if act.act is Act.CONFIRM and act.subject == line}) >= CONFIRMERS

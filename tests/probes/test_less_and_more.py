"""Golden sites with less to see and with more: a picture nobody read earns and denies nothing, one more page takes nothing away."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.site import Site
from crawler.vocabulary import LANDED, Device, Role
from probes.finding import Answer, Outcome
from probes.probe import Check
from probes.registry import load as load_checks
from probes.run import judge
from tests.cases.build import SHOP, read, view
from tests.xuncha.hiding import blurred

CASES = Path(__file__).resolve().parents[1] / "cases"
SUBJECTS = sorted(
    each.name for each in CASES.iterdir() if (each / "__init__.py").exists() or any(each.glob("*/*/site.toml"))
)
DECIDED = (Outcome.YES, Outcome.NO, Outcome.NOT_APPLICABLE)
# Of goods a share is measured: one page more that lacks something rightly lowers it. The others are measured in themselves.
SHARES = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART, Role.ERROR})
NEUTRAL = "本店的页面\n栗子集市，家常好物，常来看看。"

load = functools.cache(load_checks)


def cases(subject: str) -> Iterator[tuple[str, Check, Site, dict[Device, Answer]]]:
    """The golden sites of that subject, each with its check and what it says of the first look."""
    checks = {each.id: each for each in load()}
    for file in sorted(CASES.glob(f"{subject}/*/*/expected.json")):
        check, whole = checks[".".join(file.parts[-4:-2])], read(file.parent)
        yield "/".join(file.parts[-4:-1]), check, whole, asked(check, whole)


def asked(check: Check, whole: Site) -> dict[Device, Answer]:
    return {each.device: each.answer for each in judge((check,), whole, strict=True) if each.look == 1}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_unread_pictures_leave_an_answer_as_it_was_or_undecided(subject: str) -> None:
    for case, check, whole, before in cases(subject):
        for seen in whole.views:
            less = blurred(whole, seen)
            if less is None:
                continue
            for device, after in asked(check, less).items():
                was = before[device]
                same = after.outcome is was.outcome and after.fraction == was.fraction
                said = f"{case}: {seen.role} unread: {was.because.en} became {after.because.en}"
                assert same or after.outcome not in DECIDED, said


@pytest.mark.parametrize("subject", SUBJECTS)
def test_one_more_page_never_turns_a_yes_into_a_no(subject: str) -> None:
    for case, check, whole, before in cases(subject):
        good = {device for device, answer in before.items() if answer.outcome is Outcome.YES}
        for role in Role if good else ():
            if role in SHARES:
                continue
            extra = [
                view(role, NEUTRAL, device=each, url=f"{SHOP}more/{role}", id=f"more-{role}-{each}") for each in good
            ]
            gaps = tuple(gap for gap in whole.gaps if gap.role is not role or gap.state != LANDED)
            after = asked(check, dataclasses.replace(whole, views=(*whole.views, *extra), gaps=gaps))
            worse = [each for each in good if after[each].outcome is Outcome.NO]
            assert not worse, f"{case}: {role} more: {[after[each].because.en for each in worse]}"

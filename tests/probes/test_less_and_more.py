"""Golden sites with less to see and with more: a picture nobody read earns and denies nothing, one more page takes nothing away."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.site import Site, View
from crawler.vocabulary import LANDED, Device, Role
from probes.finding import Answer, Outcome
from probes.probe import Check
from probes.run import judge_site
from probes.text.remember import judging_cache
from tests.cases.build import SHOP, read, view
from tests.rules import real_checks
from tests.xuncha.hiding import blurred

CASES = Path(__file__).resolve().parents[1] / "cases"
SUBJECTS = sorted(
    path.name for path in CASES.iterdir() if (path / "__init__.py").exists() or any(path.glob("*/*/site.toml"))
)
DECIDED = (Outcome.YES, Outcome.NO, Outcome.NOT_APPLICABLE)
# There is one home page and one page of a wrong address; another of them is another answer to the same question.
SINGLE = frozenset({Role.HOME, Role.ERROR})
# What these ask of every product page one more that lacks it rightly denies, if it is a product's.
OF_EVERY_PRODUCT = frozenset({"disclosure.product_critical", "disclosure.seller_licence_link"})
GOODS: list[dict[str, Any]] = [
    {"tag": "h1", "text": "怀柔板栗 500克", "heading": 1, "box": (300, 200, 400, 40)},
    {"text": "¥20.00", "box": (300, 260, 100, 30), "font_px": 24},
    {"tag": "button", "text": "加入购物车", "clickable": True, "box": (300, 320, 120, 40)},
]
NEUTRAL = "本店的页面\n栗子集市，家常好物，常来看看。"


def cases(subject: str) -> Iterator[tuple[str, Check, Site, dict[Device, Answer]]]:
    """The golden sites of that subject, each with its check and what it says of the first look."""
    checks = {check.id: check for check in real_checks()}
    for file in sorted(CASES.glob(f"{subject}/*/*/expected.json")):
        check, whole = checks[".".join(file.parts[-4:-2])], read(file.parent)
        yield "/".join(file.parts[-4:-1]), check, whole, asked(check, whole)


def asked(check: Check, whole: Site) -> dict[Device, Answer]:
    return {finding.device: finding.answer for finding in judge_site((check,), whole, strict=True) if finding.look == 1}


@pytest.fixture(autouse=True)
def read_once() -> Iterator[None]:
    """The pages that stay of a case are the same objects, so each is read once for all that is hidden or added."""
    with judging_cache():
        yield


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


def turned(
    case: str, check: Check, whole: Site, before: dict[Device, Answer], role: Role, more: Callable[[Device], View]
) -> str:
    """What is said where that page more of a role turned a yes into a no; "" where it turned none."""
    good = {device for device, answer in before.items() if answer.outcome is Outcome.YES}
    gaps = tuple(gap for gap in whole.gaps if gap.role is not role or gap.state != LANDED)
    after = asked(check, dataclasses.replace(whole, views=(*whole.views, *map(more, good)), gaps=gaps)) if good else {}
    worse = [after[device].because.en for device in good if after[device].outcome is Outcome.NO]
    return f"{case}: {role} more: {worse}" if worse else ""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_one_more_page_never_turns_a_yes_into_a_no(subject: str) -> None:
    for case in cases(subject):
        for role in (role for role in Role if role not in SINGLE):

            def more(device: Device, role: Role = role) -> View:
                return view(role, NEUTRAL, device=device, url=f"{SHOP}more/{role}", id=f"more-{role}-{device}")

            assert turned(*case, role, more) == ""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_one_more_product_that_states_little_denies_only_what_is_asked_of_every_product(subject: str) -> None:
    words = f"{NEUTRAL}\n怀柔板栗 500克\n¥20.00\n加入购物车"

    def more(device: Device) -> View:
        return view(
            "product", words, GOODS, device=device, url=f"{SHOP}item/990", id=f"more-{device}", title="怀柔板栗 500克"
        )

    said = {case[1].id: said for case in cases(subject) if (said := turned(*case, Role.PRODUCT, more))}
    assert {id: words for id, words in said.items() if id not in OF_EVERY_PRODUCT} == {}

"""A text in the name of another platform is nobody's promise here: a person is asked whether it is the shop's own."""

from __future__ import annotations

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page
from probes.other_pages import read_other_pages
from probes.pages.absence.several import not_found
from probes.pages.operator.strange_papers import find_strange_papers, name_stranger
from probes.probe import Check, Need, Params, Probe
from tests.cases.build import gap, site, view

SAYS = "支持七天无理由退货。"
PAPER = "\n".join(f"第{number}条 {{name}}用户应当遵守{{name}}的各项规则。" for number in range(1, 7)) + f"\n{SAYS}"


def _judge(surface: Site, params: Params) -> Answer:
    """Whether a page of help or rules says 无理由."""
    roles = (Role.HELP, Role.RULES)
    found = next((page for role in roles for page in surface.all(role) if "无理由" in page.text), None)
    if found is None:
        return not_found(surface, roles, "未见", "not found")
    return Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(found),))


CHECK = Check(
    "made.up",
    Probe((Need(Role.HELP, required=False), Need(Role.RULES, required=False)), _judge),
    Text("有吗？", "is it there?"),
    (),
    Params(),
    Outcome.YES,
)


def _asked(home: str, *papers: str) -> Answer:
    others = [
        view(Role.OTHER, said, id=f"v{number}", url=f"https://shop.example/{number}")
        for number, said in enumerate(papers)
    ]
    shop = site(view(Role.HOME, home), *others, gap(Role.HELP, "not_offered"), gap(Role.RULES, "not_offered"))
    return read_other_pages(CHECK, _judge(shop, Params()), shop, lambda told: _judge(told, Params()))


def test_what_such_a_text_alone_says_is_a_question() -> None:
    answer = _asked("栗子集市", PAPER.format(name="淘宝"))
    assert answer.outcome is Outcome.UNSURE
    assert "「淘宝」" in answer.because.zh
    assert answer.fraction == 0.0


@pytest.mark.parametrize(("home", "papers"), [
    ("栗子集市", (PAPER.format(name="栗子集市"),)),  # its own name
    ("淘宝 万能的商城", (PAPER.format(name="淘宝"),)),  # the shop is called so
    ("栗子集市", (PAPER.format(name="淘宝"), SAYS)),  # the shop says so itself
])  # fmt: skip
def test_what_a_shop_says_in_its_own_name_stands(home: str, papers: tuple[str, ...]) -> None:
    assert _asked(home, *papers).outcome is Outcome.YES


def test_a_name_here_and_there_makes_no_strange_text() -> None:
    mentioned = view(Role.OTHER, "本店在淘宝、京东也有分店。" + "栗子集市每日上新。" * 40)
    assert name_stranger(mentioned) == ""
    assert name_stranger(view(Role.HELP, PAPER.format(name="淘宝"))) == ""  # a page that the shop names is its own
    assert find_strange_papers(site(view(Role.HOME, "栗子集市"), mentioned)) == {}

"""A page that no role's words named is read before it is said that something is stated nowhere, and can only help."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_applicable, unsure
from probes.pages.absence.several import not_found
from probes.probe import Check, Need, Params, Probe
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

ROLES = (Role.HELP, Role.RULES)


def _judge(surface: Site, params: Params) -> Answer:
    """Whether a document of the shop says 无理由; one that says 概不退换 forbids it."""
    for role in ROLES:
        for page in surface.all(role):
            if "无理由" in page.text:
                return Answer(Outcome.YES, Text("有", "there"), (evidence_on_page(page),))
            if "概不退换" in page.text:
                return Answer(Outcome.NO, Text("不可", "forbidden"), (evidence_on_page(page),))
    return not_found(surface, ROLES, "未见", "not found")


def _check(good: Outcome = Outcome.YES, *roles: Role) -> Check:
    reads = tuple(Need(role, required=False) for role in roles or ROLES)
    return Check("made.up", Probe(reads, _judge), Text("有吗？", "is it there?"), (), Params(), good)


def _answered(shop: Site, check: Check) -> Answer:
    (finding,) = (
        finding for finding in judge_site((check,), shop, strict=True, profile={}) if finding.device == "desktop"
    )
    return finding.answer


def _shop(said: str) -> Site:
    return site(view("home"), gap("help", "not_offered"), gap("rules", "not_offered"), view("other", said, id="v9"))


def test_what_another_page_states_is_found() -> None:
    answer = _answered(_shop("支持七天无理由退货"), _check())
    assert answer.outcome is Outcome.YES
    assert [piece.view for piece in answer.evidence] == ["v9"]


def test_what_another_page_says_against_it_or_to_a_bad_question_is_held_against_nobody() -> None:
    plain = _answered(site(*_shop("").views[:1], *_shop("").gaps), _check())
    assert _answered(_shop("概不退换"), _check()) == dataclasses.replace(plain)
    assert _answered(_shop("无理由"), _check(Outcome.NO)).by_absence


@pytest.mark.parametrize("role", [Role.PRIVACY, Role.SERVICE])
def test_a_check_that_reads_no_collection_of_documents_is_not_asked_again(role: Role) -> None:
    asked = []

    def judge(surface: Site, _: Params) -> Answer:
        asked.append(surface)
        return not_found(surface, (role,), "未见", "not found")

    check = _check(Outcome.YES, role)
    check = dataclasses.replace(check, probe=dataclasses.replace(check.probe, judge=judge))
    assert _answered(_shop("支持七天无理由退货"), check).outcome is not Outcome.YES
    assert not any(surface.all(role) for surface in asked)


@pytest.mark.parametrize("quote", ["", "无理由"])
def test_a_page_that_is_no_rule_does_not_answer_what_is_asked_of_rules_by_holding_nothing_bad(quote: str) -> None:
    """Where there are no rules to be read, a list of brands is none; what it says plainly counts all the same."""

    def judge(surface: Site, _: Params) -> Answer:
        pages = [page for role in ROLES for page in surface.all(role)]
        if not pages:
            return not_applicable("没有规则", "no rules")
        return Answer(Outcome.YES, Text("没有", "none"), (evidence_on_page(pages[0], quote=quote),))

    check = _check()
    check = dataclasses.replace(check, probe=dataclasses.replace(check.probe, judge=judge))
    expected = Outcome.YES if quote else Outcome.NOT_APPLICABLE
    assert _answered(_shop("支持七天无理由退货"), check).outcome is expected
    page = view("rules", "支持七天无理由退货")
    assert _answered(site(view("home"), gap("help", "not_offered"), page), check).outcome is Outcome.YES


def _judge_unclear(surface: Site, params: Params) -> Answer:
    """As ``_judge``, with a help page that speaks of it in words nobody knows, or meets it by half."""
    found = _judge(surface, params)
    said = "\n".join(thing.text for thing in surface.all(Role.HELP))
    if found.outcome is Outcome.YES or "退货" not in said:
        return found
    if "一半" in said:
        return Answer(Outcome.YES, Text("一半", "half"), fraction=0.5)
    return unsure("提及", "mentioned", question=Text("有吗？", "is it there?"))


@pytest.mark.parametrize(("said", "before"), [("退货找我们", Outcome.UNSURE), ("退货一半", Outcome.YES)])
def test_what_is_unclear_or_half_met_elsewhere_is_looked_for_on_other_pages(said: str, before: Outcome) -> None:
    check = dataclasses.replace(_check(), probe=dataclasses.replace(_check().probe, judge=_judge_unclear))
    known = (view("home"), view("help", said), gap("rules", "not_offered"))
    assert _answered(site(*known), check).outcome is before
    found = _answered(site(*known, view("other", "支持七天无理由退货", id="v9")), check)
    assert (found.outcome, found.fraction, [piece.view for piece in found.evidence]) == (Outcome.YES, None, ["v9"])
    other = _answered(site(*known, view("other", "概不退换", id="v9")), check)
    assert other == _answered(site(*known), check)


def _listed(region: str) -> Site:
    """A page without a known name that shows four things, each with a line under its name."""
    pieces: list[dict[str, object]] = []
    for at in range(4):
        place = f"body>div>div:nth-child({at + 1})"
        inside: tuple[dict[str, object], ...] = (
            {"image": f"/img/{at}.jpg", "selector": f"{place}>img", "box": (30, 400 + 160 * at, 100, 80)},
            {"text": f"木梳第{at}把", "href": f"/x/{at}", "selector": f"{place}>a"},
            {"text": f"{at + 20}.00元", "selector": f"{place}>b"},
            {"text": "这一把支持七天无理由退货", "selector": f"{place}>p"},
        )
        pieces += [piece | {"region": region} for piece in inside]
    said = {"text": "本店各项说明都写在这里，买之前请看一看，有不清楚的地方可以来信问。", "region": "main"}
    page = view("other", elements=[*pieces, said], id="v9")
    return site(view("home"), gap("help", "not_offered"), gap("rules", "not_offered"), page)


def test_what_stands_beside_one_of_many_goods_is_said_of_that_one() -> None:
    assert _answered(_listed("main"), _check()).outcome is not Outcome.YES
    assert _answered(_listed("side"), _check()).outcome is Outcome.YES  # a document with a column of goods beside it


@pytest.mark.parametrize("id", ["trust.rules_saveable", "trust.rules_searchable"])
def test_a_page_of_no_known_name_is_no_text_of_rules_that_can_be_saved_or_searched(id: str) -> None:
    check = next(one for one in real_checks() if one.id == id)
    links = [
        {"text": f"第 {number} 条评论", "href": f"/hello/#comment-{number}", "region": "main"} for number in range(6)
    ]
    article = view(
        "other", "这是示范页面，您可以删除它，写上自己的内容。" * 8, links, url="https://shop.example/hello/"
    )
    shop = site(view("home"), gap("agreement", "not_offered"), gap("rules", "not_offered"), article)
    assert _answered(shop, check).outcome is not Outcome.YES


@pytest.mark.parametrize(("title", "read"), [("礼券问答", False), ("Gift Voucher FAQ", False), ("退换问答", True)])
def test_questions_about_vouchers_tell_nothing_of_the_shop(title: str, read: bool) -> None:
    heading = {"tag": "h1", "heading": 1, "text": title}
    page = view("other", f"{title}\n支持七天无理由退货", [heading], id="v9")
    shop = site(view("home"), gap("help", "not_offered"), gap("rules", "not_offered"), page)
    assert (_answered(shop, _check()).outcome is Outcome.YES) is read


@pytest.mark.parametrize(
    ("box", "region", "open_left"),
    [
        ([0, 180, 1180, 240], "main", False),  # a banner that heads the page
        ([0, 180, 1180, 900], "main", True),  # a poster may hold a text
        ([0, 180, 500, 120], "main", True),  # no wider than half the page
        ([0, 180, 1180, 240], "dialog", True),
    ],
)
def test_a_flat_banner_that_nobody_read_hides_nothing_on_a_page_without_a_name(
    box: list[float], region: str, open_left: bool
) -> None:
    banner = {"tag": "img", "image": "https://shop.example/top.png", "box": box, "region": region}
    looked = {"images_unread": 1, "unread_images": (1,)}
    page = view("other", "领券中心", [{"text": "领券中心"}, banner], id="v9", thorough=looked)
    shop = site(view("home"), gap("help", "not_offered"), gap("rules", "not_offered"), page)
    assert (_answered(shop, _check()).outcome is Outcome.UNSURE) is open_left


_BYLINE = "发布者：admin 发布时间：2017-06-11 09:13"


def _article(said: str, title: str, byline: str = _BYLINE) -> Site:
    page = view("other", "\n".join((title, byline, said)), [{"own": byline, "text": byline}], id="v9", title=title)
    return site(view("home"), gap("help", "not_offered"), gap("rules", "not_offered"), page)


@pytest.mark.parametrize(("title", "byline", "outcome"), [
    ("系统上线运营通知", _BYLINE, Outcome.UNSURE),
    ("系统上线运营通知", "浏览次数：12 2017年6月", Outcome.YES),  # one mark alone may stand on any page
    ("关于退换货规则的公告", _BYLINE, Outcome.YES),  # a rule is published so too
    ("无忧购", _BYLINE, Outcome.YES),  # an article that is called nothing of the kind
    ("无忧购", "作者：admin 更新时间：2021-01-14 点击数：298", Outcome.UNSURE),  # nothing but an article counts its readers too
    ("无忧购的规则", "作者：admin 更新时间：2021-01-14 点击数：298", Outcome.YES),
])  # fmt: skip
def test_what_news_alone_says_is_a_question(title: str, byline: str, outcome: Outcome) -> None:
    answer = _answered(_article("支持七天无理由退货", title, byline), _check())
    assert answer.outcome is outcome
    assert [piece.view for piece in answer.evidence if piece.quote == ""] == ["v9"]


def test_news_answers_a_check_that_asks_for_it_and_adds_no_doubt_to_what_another_page_says() -> None:
    asked = dataclasses.replace(_check(), id="trust.change_notices")
    assert _answered(_article("支持七天无理由退货", "系统上线运营通知"), asked).outcome is Outcome.YES
    both = _article("支持七天无理由退货", "系统上线运营通知")
    plain = dataclasses.replace(both, views=(*both.views, view("other", "支持七天无理由退货", id="v8")))
    answer = _answered(plain, _check())
    assert (answer.outcome, [piece.view for piece in answer.evidence]) == (Outcome.YES, ["v8"])

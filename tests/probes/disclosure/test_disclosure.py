"""A complete shop earns every point, and seeing less of any shop never earns points nor makes a fail."""

from __future__ import annotations

import dataclasses

import pytest

from crawler.site import Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Answer, Outcome
from probes.run import judge_site
from scoring.standard import load_standard as load_standard
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, judge_items
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks() if check.id.startswith("disclosure.")}


def clauses(id: str) -> set[str]:
    """The clauses a probe counts for."""
    return {count.item.rpartition("-")[0] for count in CHECKS[id].counts}


# What the shop below shows all of: who runs it and by which licences. Of its goods it says nothing.
LICENCES = sorted(id for id in CHECKS if clauses(id) & clauses("disclosure.credit_code"))
FOOTER = {"region": "footer", "box": (20, 3800, 300, 24)}
CODE = "91110105MA07XYW26X"
ICP = {"text": "京ICP备2021000001号-1", "href": "https://beian.miit.gov.cn/"} | FOOTER
POLICE = {
    "text": "京公网安备11010802099999号",
    "href": "https://beian.mps.gov.cn/#/query/webSearch?code=11010802099999",
} | FOOTER
TELECOM = {"text": "增值电信业务经营许可证：京B2-20210001"} | FOOTER
BOOKS = {"text": "出版物经营许可证 新出发京零字第朝120001号"} | FOOTER
OWNER = {"text": "© 示例商城(北京)科技有限公司"} | FOOTER
ENTRY = {"text": "营业执照", "href": "/licence"} | FOOTER


def good() -> Site:
    page = [{"text": f"名称：示例商城(北京)科技有限公司 统一社会信用代码：{CODE}"}, {"text": "有效期至 2040年1月1日"}]
    return site(
        view("home", elements=[ICP, POLICE, TELECOM, BOOKS, OWNER, ENTRY]),
        view("licence", elements=page, found_by="link", path=["营业执照"]),
        view("about", elements=[OWNER]),
        view("agreement", elements=[OWNER]),
        view("privacy", elements=[OWNER]),
        view("product", elements=[{"text": "店铺资质", "href": "/shop/licence"}]),
        both=True,
        marketplace=True,
        publications=True,
    )


def broken() -> Site:
    """Every page shows something wrong, so that hiding one could hide a fault."""
    wrong = {"text": "京公网安备31010802099999号"} | FOOTER
    return site(
        view("home", elements=[{"text": "ICP备2021000001号"} | FOOTER, wrong, ENTRY, OWNER]),
        view("licence", elements=[{"text": f"统一社会信用代码：{CODE[:-1]}0 有效期至 2020年1月1日"}], found_by="link"),
        view("about", elements=[{"text": "沪ICP备xxx号"}]),
        view("agreement", elements=[{"text": "别家贸易有限公司"}]),
        view("privacy", elements=[{"text": "第三家网络有限公司"}]),
        view("product", elements=[{"text": "茶杯"}]),
        both=True,
        marketplace=True,
        publications=True,
    )


def bare() -> Site:
    roles = ("licence", "about", "agreement", "privacy")
    return site(
        view("home", elements=[{"text": "全部商品"}]),
        view("product", elements=[{"text": "茶杯"}]),
        *(gap(role, GapReason.NOT_OFFERED) for role in roles),
        both=True,
        food=True,
    )


def twice(whole: Site) -> Site:
    """The same site looked at a second time with the same result."""
    return dataclasses.replace(
        whole,
        views=(*whole.views, *(dataclasses.replace(page, look=2, id=f"{page.id}-2") for page in whole.views)),
        gaps=(*whole.gaps, *(dataclasses.replace(other_gap, look=2) for other_gap in whole.gaps)),
    )


def verdicts(whole: Site) -> dict[str, ItemVerdict]:
    standard = load_standard()
    items = {count.item for check in CHECKS.values() for count in check.counts}
    findings = judge_site(CHECKS.values(), whole, strict=True)
    return {
        verdict.item: verdict for verdict in judge_items(standard, real_checks(), findings) if verdict.item in items
    }


def shown_item(whole: Site) -> ItemVerdict:
    """The verdict of the item that the ICP number counts on."""
    return verdicts(whole)[CHECKS["disclosure.icp_number"].counts[0].item]


def worth(answer: Answer) -> float:
    if answer.outcome is Outcome.NOT_APPLICABLE:
        return 1.0
    if answer.outcome not in (Outcome.YES, Outcome.NO):
        return 0.0
    return answer.fraction if answer.fraction is not None else float(answer.outcome is Outcome.YES)


def ask(id: str, whole: Site) -> Answer:
    return next(
        finding.answer
        for finding in judge_site((CHECKS[id],), whole, strict=True)
        if finding.device is Device.DESKTOP and finding.look == 1
    )


@pytest.mark.parametrize("id", LICENCES)
def test_a_complete_shop_earns_every_point(id: str) -> None:
    answer = ask(id, good())
    assert answer.outcome is Outcome.YES, answer.because
    assert answer.fraction in (None, 1.0), answer.because


@pytest.mark.parametrize("shop", ["good", "broken", "bare"])
@pytest.mark.parametrize("id", sorted(CHECKS))
def test_hiding_any_one_view_earns_nothing_and_fails_nothing(id: str, shop: str) -> None:
    whole = {"good": good, "broken": broken, "bare": bare}[shop]()
    before = ask(id, whole)
    for hidden in whole.views:
        if hidden.device is not Device.DESKTOP:
            continue
        lost = Gap(hidden.role, hidden.state, hidden.device, 1, GapReason.TIMEOUT)
        less = dataclasses.replace(
            whole, views=tuple(page for page in whole.views if page is not hidden), gaps=(*whole.gaps, lost)
        )
        after = ask(id, less)
        where = f"{hidden.role}: {before.because.en} -> {after.because.en}"
        assert worth(after) <= worth(before), where
        assert after.outcome is not Outcome.NO or before.outcome is Outcome.NO, where


@pytest.mark.parametrize("id", sorted(CHECKS))
def test_a_page_that_was_not_offered_and_one_that_timed_out_differ(id: str) -> None:
    whole = bare()
    for lost in (other_gap for other_gap in whole.gaps if other_gap.device is Device.DESKTOP):
        blind = dataclasses.replace(lost, reason=GapReason.TIMEOUT)
        less = dataclasses.replace(
            whole, gaps=tuple(blind if other_gap is lost else other_gap for other_gap in whole.gaps)
        )
        before, after = ask(id, whole), ask(id, less)
        assert worth(after) <= worth(before)
        assert after.outcome is not Outcome.NO or before.outcome is Outcome.NO


@pytest.mark.parametrize("id", sorted(CHECKS))
def test_nothing_seen_is_nothing_said(id: str) -> None:
    whole = good()
    gaps = tuple(Gap(page.role, page.state, page.device, 1, GapReason.BLOCKED) for page in whole.views)
    answer = ask(id, dataclasses.replace(whole, views=(), gaps=gaps))
    assert answer.outcome is Outcome.NOT_SEEN, answer.because


def without(whole: Site, role: Role, *texts: str, device: Device | None = None, **change: str | bool) -> Site:
    """The site with those elements of a role changed; without a change they are taken away."""
    views = []
    for looked in whole.views:
        if looked.role is role and device in (None, looked.device):
            kept = [
                dataclasses.replace(one, **change) if one.text in texts else one  # type: ignore[arg-type]  # of these fields
                for one in looked.elements
                if one.text not in texts or change
            ]
            made = tuple(dataclasses.replace(one, id=index) for index, one in enumerate(kept))
            looked = dataclasses.replace(looked, elements=made, text="\n".join(one.text for one in made if one.text))
        views.append(looked)
    return dataclasses.replace(whole, views=tuple(views))


def test_a_complete_shop_passes_and_a_bare_one_fails_only_after_two_looks() -> None:
    assert shown_item(twice(good())).verdict is Verdict.PASS
    assert shown_item(bare()).verdict is Verdict.INCONCLUSIVE
    assert shown_item(twice(bare())).verdict is Verdict.FAIL


def test_what_caps_the_item() -> None:
    icp = str(ICP["text"])
    unlinked = shown_item(twice(without(good(), Role.HOME, icp, href="", clickable=False)))
    retired = shown_item(twice(without(good(), Role.HOME, icp, href="http://www.miibeian.gov.cn/")))
    pictured = shown_item(
        twice(without(good(), Role.HOME, icp, text="", own="", ocr=icp, image="https://shop.example/b.png"))
    )
    one_surface = shown_item(twice(without(good(), Role.HOME, icp, device=Device.MOBILE)))
    assert unlinked.verdict is Verdict.PARTIAL, unlinked.because
    assert retired.verdict is Verdict.PARTIAL, retired.because
    assert pictured.verdict is Verdict.PARTIAL, pictured.because
    assert one_surface.verdict is Verdict.PASS, one_surface.because


def test_without_an_icp_number_the_item_fails_whatever_else_is_shown() -> None:
    assert shown_item(twice(without(good(), Role.HOME, str(ICP["text"])))).verdict is Verdict.FAIL


def test_an_assisted_item_only_suggests() -> None:
    counted = CHECKS["disclosure.numbers_wellformed"].counts[0].item
    verdict = verdicts(twice(good()))[counted]
    assert verdict.verdict is Verdict.TO_CONFIRM
    assert verdict.suggested is not None
    assert verdict.suggested.verdict is Verdict.PASS


@pytest.mark.parametrize("check", ["operator_name", "numbers_wellformed", "licence_dates", "sector_licences"])
def test_an_authoritys_page_that_could_not_be_had_holds_back_what_the_shop_says_itself(check: str) -> None:
    footer = [OWNER, ICP, {"text": f"统一社会信用代码 {CODE}"} | FOOTER]
    pages = (view("home", elements=footer), view("privacy", "本政策由示例商城(北京)科技有限公司制定。"))
    others = [gap(role, GapReason.NOT_OFFERED) for role in (Role.ABOUT, Role.AGREEMENT)]
    register = gap(Role.LICENCE, GapReason.UNREACHABLE, url="https://zzlz.gsxt.gov.cn/businessCheck/verifKey.do?code=1")
    own = gap(Role.LICENCE, GapReason.UNREACHABLE, url="https://shop.example/licence")
    asked = (CHECKS[f"disclosure.{check}"],)
    for hidden, known in ((register, True), (own, False)):
        found = judge_site(asked, site(*pages, *others, hidden), strict=True)
        answer = next(finding.answer for finding in found if finding.device is Device.DESKTOP)
        assert (answer.outcome is not Outcome.NOT_SEEN) is known, answer.because

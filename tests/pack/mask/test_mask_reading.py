"""Whose a value is: a person's is masked, the shop's own stays, whatever page shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.site import Site
from probes import run
from storage.visits.audit import Audit
from tests.cases.build import read, site, view
from tests.rules import real_checks, real_rules
from xuncha.pack.mask import mask_labels
from xuncha.pack.mask.mask import mask_facts
from xuncha.pack.mask.mask_reading import PersonalDataReader
from xuncha.pack.parts import PackFacts

CASES = Path(__file__).resolve().parents[2] / "cases"
RULES = real_rules()
PUBLIC = [
    "客服热线：13912345678", "投诉电话 139 1234 5678", "联系电话：13912345678", "招商合作 13912345678（微信同号）", "传真：0571-88001234",
    "客服热线 400-820-8820", "95338",
    "客服邮箱：shop.kefu@163.com", "商务合作邮箱 boss@qq.com", "统一社会信用代码：91330106MA2AXXXX0Q",
    "法定代表人：王建国", "经营者：李小花", "公司地址：杭州市西湖区文一路1号2幢301室",
    "退货地址：杭州市西湖区文一路1号2幢 收货地址：杭州市余杭区仓前街道8号 仓库",
    "浙ICP备10046444号-1", "订单编号：13912345678", "商品编号 13912345678", "收货人：请填写姓名", "收货人姓名、收货地址、联系电话",
    "付款 高级会员 安全中心",
    "对公账户 开户行：工商银行 银行卡号：6222021234567890128", "QQ群 13912345678", "专利号 ZL201310123456.7", "24小时后发货 1391234567890",
]  # fmt: skip
PERSONAL = [
    ("收货人：张小明", "张小明"), ("收货人张小明 13912345678", "张小明"), ("收件人：Li Xiaoming", "Li Xiaoming"),
    ("收货人：阿依古丽·买买提", "阿依古丽·买买提"),
    ("收货人：某某 电话：13912345678", "13912345678"), ("晒单 13912345678", "13912345678"), ("姓名：甲 手机：13912345678", "13912345678"),
    ("收货地址：杭州市西湖区文三路90号2栋301室", "文三路90号2栋"), ("身份证号：11010519491231002X", "11010519491231002X"),
    ("身份证 110105491231002", "110105491231002"),
    ("银行卡号：6222 0212 3456 7890 128", "6222 0212 3456 7890 128"), ("买家 zhang@qq.com", "zhang@qq.com"),
]  # fmt: skip


def hidden(seen: Site, **blobs: bytes) -> Site:
    audit = Audit("v", "r", datetime(2026, 11, 24, tzinfo=UTC), (), (), {})
    return mask_facts(PackFacts(audit, seen, RULES, {}, (), blobs.get, audit.created_at)).facts.site


@pytest.mark.parametrize("said", PUBLIC)
def test_what_is_published_stays(said: str) -> None:
    seen = site(view("product", said, [{"text": said}], html=f"<p>{said}</p>"))
    assert hidden(seen) == seen


@pytest.mark.parametrize(("said", "secret"), PERSONAL)
def test_what_is_a_persons_goes(said: str, secret: str) -> None:
    after = hidden(site(view("product", said, [{"text": said}], html=f"<p>{said}</p>")))
    assert secret not in str(after)
    assert len(after.views[0].text) == len(said)


def test_a_persons_number_goes_wherever_else_it_stands() -> None:
    after = hidden(
        site(
            view("home", "最新订单 1391234-5678 139 1234 5678 电话 13912345678"),
            view("product", "收货人：某某 13912345678"),
        )
    )
    assert "5678" not in after.views[0].text.split("电话")[1]
    assert "139 **** **78" in after.views[0].text


def test_the_number_that_serves_buyers_stays_even_in_a_review() -> None:
    review: list[dict[str, Any]] = [{"classes": "review-list", "text": "打 13912345678 没人接 我的 15812345678"}]
    after = hidden(site(view("home", "客服热线 13912345678"), view("product", elements=review)))
    assert after.views[1].text == "打 13912345678 没人接 我的 158******78"


def test_a_labelled_number_in_a_review_is_a_persons() -> None:
    review: list[dict[str, Any]] = [{"classes": "review-list", "text": "想要的联系电话 13912345678"}]
    assert "13912345678" not in str(hidden(site(view("product", elements=review))))


def test_a_word_of_the_page_is_no_nickname() -> None:
    elements: list[dict[str, Any]] = [
        {"text": "帮助中心", "href": "/help", "region": "header"},
        {"text": "", "classes": "review-list"},
        *({"text": name, "classes": "user", "parent": 1} for name in ("帮助中心", "月光宝盒", "j***n")),
    ]
    after = hidden(site(view("product", elements=elements)))
    assert after.views[0].text == "帮助中心\n帮助中心\n****\nj***n"


@pytest.mark.parametrize("subject", ["disclosure", "complaints", "service", "privacy"])
def test_no_quote_of_a_golden_case_is_lost(subject: str) -> None:
    """Each is what a verdict rests on. Of the clause on personal data they are masked already by its probes."""
    looked = 0
    checks = {check.id: check for check in real_checks()}
    for file in sorted((CASES / subject).glob("*/*/site.toml")):
        seen = read(file.parent)
        findings = run.judge_site((checks[f"{subject}.{file.parent.parent.name}"],), seen)
        audit = Audit("v", "r", seen.at, findings, (), {})
        after = mask_facts(PackFacts(audit, seen, RULES, {}, (), dict[str, bytes]().get, seen.at)).facts
        assert after.audit.findings == findings, file.parent
        for before, now in zip(seen.views, after.site.views, strict=True):
            quotes = [
                shown.quote for finding in findings for shown in finding.answer.evidence if shown.view == before.id
            ]
            assert all(now.text.count(quote) >= before.text.count(quote) for quote in quotes), file.parent
            looked += len(quotes)
    assert looked > 40


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_page_and_any_body_can_be_read(text: str, body: str) -> None:
    reader = PersonalDataReader(RULES.checks)
    reader.site(site(view("product", text, [{"text": text[:400], "classes": "review user"}], html=body)))
    reader.body(body)
    new, count = reader.ledger.known().masked(text + body)
    assert (count > 0) == (new != text + body)


_LABELS = (
    "收货人：",
    "收件地址：",
    "身份证 ",
    '{"receiverName":"',
    '"mobile":',
    "\\u6536\\u8d27\\u4eba",
    "<b>",
    "&nbsp;",
    '"',
    "?phone=",
    "张三",
    "13912345678",
    "8号",
    "\\",
)


@given(st.lists(st.sampled_from(_LABELS), max_size=14).map("".join))
def test_labels_and_fields_in_any_order_can_be_read(text: str) -> None:
    reader = PersonalDataReader(RULES.checks)
    reader.site(site(view("product", text, html=text)))
    known = reader.ledger.known()
    once, _ = known.masked(text)
    assert known.masked(once) == (once, 0)


def test_a_credit_code_is_no_identity_number() -> None:
    assert not list(mask_labels.find_identities("统一社会信用代码 91350100M000100Y43"))
    assert not list(mask_labels.find_identities("身份证 110105199902310021"))

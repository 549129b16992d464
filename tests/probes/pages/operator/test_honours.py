"""Honours as a page tells of them: each with what is said of it, and nothing of the next."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.pages.operator.honours import find_honours
from tests.cases.build import site, view

CERTIFICATE = "公司通过 GB/T 19001-2016 质量管理体系认证，证书编号 03826Q10457R1M，有效期至 2028 年 11 月；"


@pytest.mark.parametrize("title", ["诚信经营示范企业", "十大网购平台"])
def test_a_title_that_is_no_honour_lends_its_giver_and_year_to_none(title: str) -> None:
    about = view(Role.ABOUT, f"关于我们\n{CERTIFICATE}2024 年获评“北京市{title}”（北京市商业联合会）。")
    (honour,) = find_honours(site(view(Role.HOME, "示例商城"), about))
    assert title not in honour.raw
    assert (honour.issuer, honour.given, honour.told) == ("", None, False)


def test_the_line_below_an_honour_still_gives_its_year_and_giver() -> None:
    about = view(Role.ABOUT, "关于我们\n放心消费示范单位\n颁发机构：北京市消费者协会\n2024 年 5 月 6 日")
    (honour,) = find_honours(site(view(Role.HOME, "示例商城"), about))
    assert honour.told

"""Names of companies are told by the legal form they end with."""

from __future__ import annotations

import pytest

from probes.text.companies import find_companies


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("平台经营者:杭州小荷网络科技合伙企业(有限合伙)", ("杭州小荷网络科技合伙企业(有限合伙)",)),
        ("北京东四好物文化传播中心(有限合伙)", ("北京东四好物文化传播中心(有限合伙)",)),
        ("乌鲁木齐市天山区果香园食品经营部", ("乌鲁木齐市天山区果香园食品经营部",)),
        ("请联系我们的市场经营部门", ()),
        ("合伙人计划(有限名额)", ()),
    ],
)
def test_partnerships_and_shops_of_one_person_are_companies(text: str, names: tuple[str, ...]) -> None:
    assert find_companies(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("(1)桂林示例科技有限公司,注册地址:桂林市", ("桂林示例科技有限公司",)),
        ("(a)桂林示例科技有限公司", ("桂林示例科技有限公司",)),
        ("示例生鲜(济南示例农产品有限公司)隐私政策", ("济南示例农产品有限公司",)),
        ("示例(中国)有限公司", ("示例(中国)有限公司",)),
        ("(沪)示例(集团)有限公司", ("(沪)示例(集团)有限公司",)),
    ],
)
def test_neither_the_number_of_a_list_nor_half_a_bracket_belongs_to_a_name(text: str, names: tuple[str, ...]) -> None:
    assert find_companies(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("山谷小铺是北京山谷示例科技有限公司开办的网店", ("北京山谷示例科技有限公司",)),
        ("山谷小铺系桂林市示例科技有限公司运营", ("桂林市示例科技有限公司",)),
        ("这一页说清楚北京山谷示例科技有限公司怎样待您", ("北京山谷示例科技有限公司",)),
        ("您签的约就是和北京山谷示例科技有限公司签的", ("北京山谷示例科技有限公司",)),
        ("如是北京文化有限公司", ("如是北京文化有限公司",)),  # one letter before it is part of a name
        ("山谷是家科技有限公司", ("山谷是家科技有限公司",)),  # no place follows
    ],
)
def test_a_brand_said_to_be_a_company_s_is_no_part_of_its_name(text: str, names: tuple[str, ...]) -> None:
    assert find_companies(text) == names

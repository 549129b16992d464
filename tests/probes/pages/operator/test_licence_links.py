"""Links to registers against every vector of the standard's data, and links that only look like one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.pages.operator import licence_links
from probes.pages.operator.licence_links import LinkKind, LinkNote

VECTORS = json.loads((Path(__file__).parents[3] / "data" / "vectors.json").read_text("utf-8"))["links"]
NOTES = {
    "http still accepted, flag https": LinkNote.NOT_HTTPS,
    "retired host -> partial": LinkNote.RETIRED_HOST,
    "older host, accept": LinkNote.OLDER_HOST,
    "no code -> partial": LinkNote.NO_CODE,
    "code differs from number shown": LinkNote.CODE_DIFFERS,
    "signData shortened": None,
    "HTML-escaped ampersands": None,
    "check character wrong": LinkNote.CHECK_CHARACTER,
    "Beijing legacy site -> partial": LinkNote.RETIRED_HOST,
    "Shanghai legacy -> assisted": LinkNote.LEGACY_SITE,
    "seal, not a licence": LinkNote.SEAL,
    "regulator channel, does not count as own complaint entry": LinkNote.REGULATOR_CHANNEL,
}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_link_is_read_as_the_vector_says(vector: dict[str, Any]) -> None:
    link = licence_links.read_registry_link(vector["url"], shown=vector.get("shown"))
    assert link is not None
    assert (link.kind, link.ok, link.code, link.uscc) == (
        vector["kind"],
        vector["ok"],
        vector.get("code"),
        vector.get("uscc"),
    )
    if "note" in vector:
        assert link.note is NOTES[vector["note"]]


@pytest.mark.parametrize(
    "url",
    [
        "https://beian.miit.gov.cn.evil.example/",
        "https://beian.miit.gov.cn@evil.example/",
        "https://xbeian.miit.gov.cn/",
        "javascript:location='//beian.miit.gov.cn'",
        "/licence.html",
        "",
        "https://[::1",
        "https://sgs.gov.cn/news",
        "data:text/html,beian.miit.gov.cn",
    ],
)
def test_what_only_looks_like_a_register_is_none(url: str) -> None:
    assert licence_links.read_registry_link(url) is None


def test_scheme_may_be_missing_and_ampersands_escaped_twice() -> None:
    bare = licence_links.read_registry_link("beian.miit.gov.cn")
    assert bare is not None
    assert bare.kind is LinkKind.ICP_REGISTRY
    twice = licence_links.read_registry_link(
        "//zzlz.gsxt.gov.cn/businessCheck/verifKey.do?showType=p&amp;amp;serial=91330106673959654P-SAIC_SHOW"
    )
    assert twice is not None
    assert twice.uscc == "91330106673959654P"


def test_electronic_licence_of_another_company_is_not_ok() -> None:
    url = "https://zzlz.gsxt.gov.cn/businessCheck/verifKey.do?serial=91330106673959654P-SAIC_SHOW"
    same = licence_links.read_registry_link(url, shown="9133 0106 6739 5965 4p")
    other = licence_links.read_registry_link(url, shown="913200005668848108")
    assert same is not None
    assert other is not None
    assert (same.ok, other.ok, other.note) == (True, False, LinkNote.CODE_DIFFERS)


@given(
    st.text(max_size=60),
    st.sampled_from(["", "https://beian.gov.cn/", "https://zzlz.gsxt.gov.cn/?serial=", "//beian.mps.gov.cn/#/?code="]),
)
def test_any_address_is_read_without_error(tail: str, head: str) -> None:
    link = licence_links.read_registry_link(head + tail)
    assert link is None or isinstance(link.kind, LinkKind)
    licence_links.read_registry_link(head, shown=tail)


def test_many_parameters_do_no_harm() -> None:
    link = licence_links.read_registry_link("https://beian.mps.gov.cn/?" + "a=1&" * 50_000)
    assert link is not None
    assert (link.ok, link.note) == (False, LinkNote.NO_CODE)


@pytest.mark.parametrize("text", ["公示 營業執照 >", "电子营业执照", "点击亮照"])
def test_the_words_for_a_licence_are_found(text: str) -> None:
    [(start, end)] = licence_links.register_words(text)
    assert text[start:end] in ("營業執照", "营业执照", "亮照")

"""The list of what was not seen: only that, in the reader's language, with state and reason."""

import re
from pathlib import Path

import pytest

from crawler.site import Gap
from crawler.vocabulary import ELDER, FURTHER, LANDED, Device, GapReason, Role
from probes.finding import Text
from probes.pages.absence import absence
from tests.cases.build import site, view
from xuncha.audit.summary import pages_seen
from xuncha.reports import arrange, missed, seen
from xuncha.reports.words import load_report_words

SAID = re.compile(r'(?:LoadFailure|Obstacle)\(\s*GapReason\.[A-Z_]+,\s*f?"([^"]*)"')
NOTHING = re.compile(r'\.nothing\([^()"\n]*"([^"\n]*)"')
LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES = {"HTTP", "HTML", "POST", "GET", "App", "PDF", "Word", "robots", "txt", "tls", "javascript", "void"}


def gap(reason: GapReason, state: str = LANDED, detail: str = "") -> Gap:
    return Gap(Role.HELP, state, Device.DESKTOP, 1, reason, detail)


def phrases() -> set[str]:
    root = Path(__file__).resolve().parents[3]
    crawler = [found for file in (root / "crawler").rglob("*.py") for found in SAID.findall(file.read_text("utf-8"))]
    probes = [found for file in (root / "probes").rglob("*.py") for found in NOTHING.findall(file.read_text("utf-8"))]
    return {re.sub(r"\{[^}]*\}", "", said.replace("{kind}", "pdf")) for said in (*crawler, *probes)}


@pytest.mark.parametrize("said", sorted(one for one in phrases() if LATIN.search(one)))
def test_every_phrase_of_ours_is_said_in_chinese(said: str) -> None:
    zh, en = absence.gap_detail(gap(GapReason.BLANK, detail=said))
    assert en == said
    assert set(LATIN.findall(zh)) <= NAMES, zh


def test_acts_that_found_nothing_to_do_are_no_gaps_and_missed_states_are() -> None:
    gaps = [
        gap(GapReason.NOT_OFFERED, ELDER, "no elder entry on the page"), gap(GapReason.NOT_OFFERED),
        gap(GapReason.TIMEOUT, ELDER), gap(GapReason.BLOCKED, FURTHER),
    ]  # fmt: skip
    assert missed.count_missed(gaps) == missed.count_missed(map(seen.serialize_gap, gaps)) == 3
    assert pages_seen(site(view(), *gaps)) == Text("1 次查看，3 处未见", "1 views, 3 missed")
    listed = arrange.group_gaps({"gaps": [seen.serialize_gap(one) for one in gaps]})
    assert [(reason, [row["state"] for row in rows]) for reason, rows in listed] == [
        ("blocked", [FURTHER]), ("timeout", [ELDER]), ("not_offered", [LANDED]),
    ]  # fmt: skip


def test_a_gap_names_its_state() -> None:
    zh, en = absence.gap_words(gap(GapReason.BLOCKED, FURTHER, "captcha script geetest"))
    assert zh == "下级的帮助中心未能查看：被验证码或风控拦截（验证码脚本「geetest」）"
    assert en.startswith("further pages of the help centre was not seen")


TRAPS = {
    "a compressed bomb: 65429 bytes unpack to more than 60000000 decoded bytes":
        "压缩炸弹：65429 字节解开后超过 60000000 字节",
    "an answer without end: more than 60000000 decoded bytes": "没有尽头的应答：超过 60000000 字节",
    "a page of more than 150000 elements": "页面元素超过 150000 个",
    "more than 60000000 decoded bytes": "超过 60000000 字节",
    "more than 30000000 bytes of headers": "超过 30000000 字节请求头和应答头",
    "more than 10000 requests": "超过 10000 个请求",
    "the document had not ended after 25 s": "页面内容没有传完，时限 25 秒",
}  # fmt: skip


@pytest.mark.parametrize("detail", TRAPS)
def test_the_name_of_a_trap_stands_in_the_list_in_either_language(detail: str) -> None:
    reason = GapReason.TIMEOUT if "ended" in detail else GapReason.TRAP
    ((listed, (row,)),) = arrange.group_gaps({"gaps": [seen.serialize_gap(gap(reason, detail=detail))]})
    assert listed == reason
    assert f"（{TRAPS[detail]}）" in row["because"]["zh"]
    assert f"({detail})" in row["because"]["en"]
    assert not set(LATIN.findall(row["because"]["zh"]))


def test_why_a_fetch_failed_is_told_in_both_languages() -> None:
    told = missed.describe_failure("control: pressing the control brought up nothing that we could see")
    assert told.zh.endswith("：按下入口后没有出现可见内容")
    assert told.en.endswith(": pressing the control brought up nothing that we could see")
    assert missed.describe_failure("timeout").zh == load_report_words()["gaps"]["timeout"]["zh"]
    assert missed.describe_failure("net::ERR_ABORTED").en == "net::ERR_ABORTED"

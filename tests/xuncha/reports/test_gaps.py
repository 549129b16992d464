"""The list of what was not seen: only that, in the reader's language, with state and reason."""

import re
from pathlib import Path

import pytest

from crawler.site import Gap
from crawler.vocabulary import ELDER, FURTHER, LANDED, Device, GapReason, Role
from probes.reading import absence
from xuncha.reports import arrange, seen

SAID = re.compile(r'(?:Stop|Obstacle)\(\s*GapReason\.[A-Z_]+,\s*f?"([^"]*)"')
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
    listed = arrange.gaps({"gaps": [seen.gap(one) for one in gaps]})
    assert [(reason, [row["state"] for row in rows]) for reason, rows in listed] == [
        ("blocked", [FURTHER]), ("timeout", [ELDER]), ("not_offered", [LANDED]),
    ]  # fmt: skip


def test_a_gap_names_its_state() -> None:
    zh, en = absence.gap_words(gap(GapReason.BLOCKED, FURTHER, "captcha script geetest"))
    assert zh == "下级的帮助中心未能查看：被验证码或风控拦截（验证码脚本 geetest）"
    assert en.startswith("further pages of the help centre was not seen")

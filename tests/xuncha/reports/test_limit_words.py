"""Units and sources of limits are said in the reader's language."""

from __future__ import annotations

import re

from tests.rules import real_rules
from xuncha.reports.limit_words import name_source, name_unit
from xuncha.reports.page import make_template_environment

CHINESE = re.compile(r"[\u4e00-\u9fff，。；：]")
ENGLISH_WORD = re.compile(r"(?<![A-Za-z])[a-z]{4,}")  # names begin with a capital
PATH = re.compile(r"[\w/]+/[\w./]+")  # a file of this repository, the same in both languages


def test_every_unit_and_source_of_the_rules_is_said_in_both_languages() -> None:
    limits = [limit for check in real_rules().checks for limit in check.params.limits.values()]
    assert len(limits) > 300
    for said in [name_unit(limit.unit) for limit in limits] + [name_source(limit.source) for limit in limits]:
        assert not CHINESE.search(said["en"]), said
        assert not ENGLISH_WORD.search(PATH.sub("", said["zh"])), said


def test_articles_of_the_criteria_keep_their_numbers() -> None:
    assert name_source("criteria 6.4-1 (a)") == {"zh": "细则 6.4-1 (a)", "en": "criteria 6.4-1 (a)"}
    assert name_source("MIIT App norm (2021)67, 5.1")["zh"].endswith("5.1")


def test_what_a_newer_record_brings_is_shown_as_it_stands() -> None:
    assert name_unit("furlongs") == {"zh": "furlongs", "en": "furlongs"}
    assert name_source("criteria <b>") == {"zh": "criteria <b>", "en": "criteria <b>"}


def test_a_report_shows_the_unit_and_the_source_of_a_limit_in_both() -> None:
    macros = make_template_environment().get_template("macros.html.j2").module
    row = {"name": "most_days", "value": 7.0, "unit": "days", "source": "criteria <b>", "tier": "P"}
    shown = str(getattr(macros, "limits")([{"row": row, "probes": ["a.b"]}]))  # noqa: B009  a template's macro
    assert '7 <span lang="zh">天</span><span lang="en">days</span>' in shown
    assert "criteria &lt;b&gt;" in shown

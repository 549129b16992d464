"""Shortfalls of an audit, the baseline that accepts some, and the files a build reads, on the record of a made-up audit."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.politeness import VERSION
from probes.finding import Text
from xuncha.ci import baseline
from xuncha.ci.baseline import AcceptedShortfall, SortedShortfalls, format_baseline, load_baseline, sort_shortfalls
from xuncha.ci.gate import BuildGate, apply_gate, parse_severity
from xuncha.ci.junit import render_junit
from xuncha.ci.sarif import render_sarif
from xuncha.ci.shortfalls import PERSON, Severity, Shortfall, list_shortfalls
from xuncha.console.lang import Lang
from xuncha.settings.target import InvalidInput

TODAY = datetime.date(2026, 11, 25)
LATER = datetime.date(2027, 3, 31)


@pytest.fixture(scope="module")
def record(sample: Any) -> dict[str, Any]:
    """The sample, with one of its blind items made a question to a person."""
    made: dict[str, Any] = copy.deepcopy(sample.record)
    blind = next(
        item
        for item in made["items"]
        if item["verdict"] == "inconclusive" and any(check["findings"] for check in item["checks"])
    )
    blind["verdict"] = "to_confirm"
    asked = next(id for check in blind["checks"] for id in check["findings"])
    next(finding for finding in made["findings"] if finding["id"] == asked)["outcome"] = "unsure"
    return made


@pytest.fixture(scope="module")
def found(record: dict[str, Any]) -> tuple[Shortfall, ...]:
    return list_shortfalls(record)


def test_every_shortfall_belongs_to_an_item_that_is_not_met_or_asks(
    record: dict[str, Any], found: tuple[Shortfall, ...]
) -> None:
    verdicts = {item["item"]: item["verdict"] for item in record["items"]}
    assert found
    assert {shortfall.severity for shortfall in found} >= {Severity.PARTIAL, Severity.QUESTION}
    for shortfall in found:
        assert verdicts[shortfall.item] == (
            "to_confirm" if shortfall.severity is Severity.QUESTION else shortfall.severity
        )
        assert shortfall.because.zh
    assert len({(shortfall.item, shortfall.probe) for shortfall in found}) == len(found)


def test_what_nobody_saw_is_no_shortfall(record: dict[str, Any]) -> None:
    blind = copy.deepcopy(record)
    for item in blind["items"]:
        item["verdict"] = "inconclusive"
    assert list_shortfalls(blind) == ()


def test_what_a_person_failed_without_any_finding_fails_a_run_too(record: dict[str, Any]) -> None:
    item = next(item for item in record["items"] if item["verdict"] == "pending_document")
    said = {"verdict": "fail", "value": 0.0, "reason": "未提交材料"}
    decided = {**item, "verdict": "fail", "value": 0.0, "confirmed": True, "checks": [], "decisions": [said]}
    changed = {**record, "items": [decided if other is item else other for other in record["items"]]}
    (mine,) = [shortfall for shortfall in list_shortfalls(changed) if shortfall.item == item["item"]]
    assert (mine.probe, mine.severity) == (PERSON, Severity.FAIL)
    again = {**decided, "decisions": [{**said, "reason": "材料已过期"}]}
    (other,) = list_shortfalls({**record, "items": [again]})
    assert other.fingerprint != mine.fingerprint
    cases = Xml.fromstring(
        render_junit(changed, sort_shortfalls([mine], (), datetime.date(2026, 11, 25)), Severity.FAIL, Lang.EN)
    )
    failing = [case.get("name", "") for case in cases.iter("testcase") if case.find("failure") is not None]
    assert [name.split()[0] for name in failing] == [item["item"]]


def test_a_fingerprint_knows_the_words_but_not_the_picture_or_the_place(record: dict[str, Any]) -> None:
    moved, reworded = copy.deepcopy(record), copy.deepcopy(record)
    for number, finding in enumerate(moved["findings"]):
        finding["id"] = f"x{number}"
        for shown in finding["evidence"]:
            shown |= {"view": "v99", "sha256": "0" * 64, "box": [1, 2, 3, 4], "url": "https://shop.example/elsewhere"}
    names = {old["id"]: new["id"] for old, new in zip(record["findings"], moved["findings"], strict=True)}
    for item in moved["items"]:
        for check in item["checks"]:
            check["findings"] = [names[id] for id in check["findings"]]
    marks = [shortfall.fingerprint for shortfall in list_shortfalls(record)]
    assert [shortfall.fingerprint for shortfall in list_shortfalls(moved)] == marks
    for finding in reworded["findings"]:
        for shown in finding["evidence"]:
            shown["quote"] += "！"
    quoted = [shortfall for shortfall in list_shortfalls(reworded) if len(shortfall.quote) > 1]
    assert quoted
    assert not {shortfall.fingerprint for shortfall in quoted} & set(marks)


def test_a_written_baseline_accepts_all_until_its_day_is_over(found: tuple[Shortfall, ...], tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(format_baseline("https://shop.example/", found, "整改中，见工单", TODAY), "utf-8")
    entries = load_baseline(path)
    assert [entry.item for entry in entries] == [shortfall.item for shortfall in found]
    then = sort_shortfalls(found, entries, TODAY)
    assert (then.new, len(then.accepted), then.ended, then.unused) == ((), len(found), (), ())
    after = sort_shortfalls(found, entries, TODAY + datetime.timedelta(days=1))
    assert (after.new, after.accepted, after.ended) == (found, (), entries)


def test_a_shortfall_whose_words_changed_is_new_unless_no_fingerprint_was_asked_for(
    found: tuple[Shortfall, ...],
) -> None:
    changed = dataclasses.replace(found[0], fingerprint="f" * 32)
    exact = AcceptedShortfall(found[0].item, found[0].probe, "改版中", LATER, found[0].fingerprint)
    loose = dataclasses.replace(exact, fingerprint="")
    assert sort_shortfalls([changed], [exact], TODAY) == SortedShortfalls(new=(changed,), unused=(exact,))
    assert sort_shortfalls([changed], [loose], TODAY).accepted == ((changed, loose),)


ENTRY = '[[accepted]]\nitem = "4.2-2"\nprobe = "a.b"\nreason = "整改中"\nuntil = 2027-03-31\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.replace("整改中", ""), "accepted.1.reason"),
        (ENTRY.replace("整改中", " \\n "), "accepted.1.reason: must say why"),
        (ENTRY.replace("a.b", ""), "accepted.1.probe: must not be empty"),
        (ENTRY.replace("until = 2027-03-31\n", ""), "accepted.1.until"),
        (ENTRY + ENTRY.replace("2027-03-31", '"soon"'), "accepted.2.until"),
        (ENTRY.replace("2027-03-31", "2027-03-31T01:00:00"), "accepted.1.until: must be a day"),
        (ENTRY.replace("2027-03-31", "20270331"), "accepted.1.until: must be a day"),
        (ENTRY.replace("4.2-2", "4.2"), "accepted.1.item"),
        (ENTRY.replace("4.2-2", "4.2-2 "), "accepted.1.item"),
        (ENTRY.replace("reason", "reasons"), "accepted.1.reason"),
        ("[[accepted", "is no TOML"),
    ],
)
def test_a_bad_baseline_is_one_line_that_names_the_entry(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput, match=said) as fault:
        load_baseline(path)
    assert "\n" not in fault.value.text.en.replace(str(path), "") or "TOML" in fault.value.text.en


@pytest.mark.parametrize("day", ["2027-03-31", '"2027-03-31"', "2027-03-31T00:00:00", "2027-03-31T00:00:00Z"])
def test_a_day_may_be_written_in_each_way_that_was_ever_read(day: str, tmp_path: Path) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(ENTRY.replace("2027-03-31", day), "utf-8")
    assert load_baseline(path) == (AcceptedShortfall("4.2-2", "a.b", "整改中", LATER),)


def test_a_baseline_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_baseline(tmp_path / "none.toml")


ASK = Text("问", "ask")
ONE = Shortfall("4.2-2", "a", "made.a", Severity.FAIL, ("desktop",), ASK, ASK, ASK, "", "", "", "a" * 32)


@given(reason=st.text(min_size=1).filter(str.strip), words=st.text())
def test_any_words_survive_a_baseline(reason: str, words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    reason, words = (word.encode("utf-8", "replace").decode("utf-8") for word in (reason, words))
    path = tmp_path_factory.mktemp("baseline") / "b.toml"
    path.write_text(
        format_baseline(words, [dataclasses.replace(ONE, because=Text(words, words))], reason, LATER), "utf-8"
    )
    assert load_baseline(path) == (AcceptedShortfall(ONE.item, ONE.probe, reason, LATER, ONE.fingerprint),)


def test_only_what_is_new_and_bad_enough_fails_the_run(
    record: dict[str, Any], found: tuple[Shortfall, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "baseline.toml"
    path.write_text(
        format_baseline(
            "", [shortfall for shortfall in found if shortfall.severity is not Severity.QUESTION], "整改中", LATER
        ),
        "utf-8",
    )
    asked = {severity: BuildGate(fail_on=severity) for severity in Severity}
    worse = {Severity.FAIL: 0, Severity.PARTIAL: 1, Severity.QUESTION: 1}
    if any(shortfall.severity is Severity.FAIL for shortfall in found):
        worse[Severity.FAIL] = 1
    assert {key: apply_gate(record, gate, TODAY) for key, gate in asked.items()} == worse
    assert apply_gate(record, BuildGate(path, Severity.PARTIAL), TODAY) == 0
    assert apply_gate(record, BuildGate(path, Severity.QUESTION), TODAY) == 1
    assert apply_gate(record, BuildGate(path, Severity.PARTIAL), LATER + datetime.timedelta(days=1)) == 1
    assert "接受已到期" in capsys.readouterr().out
    assert apply_gate(record, BuildGate(junit=tmp_path / "junit.xml"), TODAY) == 0


def test_junit_has_a_test_for_every_item_and_counts_them_rightly(
    record: dict[str, Any], found: tuple[Shortfall, ...]
) -> None:
    first = next(shortfall for shortfall in found if shortfall.severity is Severity.PARTIAL)
    entries = [
        AcceptedShortfall(first.item, shortfall.probe, "整改中", LATER)
        for shortfall in found
        if shortfall.item == first.item
    ]
    root = Xml.fromstring(render_junit(record, sort_shortfalls(found, entries, TODAY), Severity.PARTIAL, Lang.ZH))
    cases = {str(case.get("name")).split()[0]: case for case in root.iter("testcase")}
    assert list(cases) == [item["item"] for item in record["items"]]
    for kind, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        assert int(str(root.get(kind))) == len(list(root.iter(tag)))
        assert all(int(str(suite.get(kind))) == len(list(suite.iter(tag))) for suite in root)
    new = {shortfall.item for shortfall in found if shortfall.severity is not Severity.QUESTION} - {first.item}
    assert {item for item, case in cases.items() if case.find("failure") is not None} == new
    skipped = cases[first.item].find("skipped")
    assert skipped is not None
    assert "整改中" in str(skipped.get("message"))
    for item in record["items"]:
        if item["verdict"] == "pass":
            assert len(cases[item["item"]]) == 0
        if item["verdict"] in ("inconclusive", "not_observed", "pending_document", "not_applicable"):
            assert cases[item["item"]].find("failure") is None


@pytest.mark.parametrize("lang", Lang)
def test_hostile_words_stay_words_in_both_formats(record: dict[str, Any], lang: Lang) -> None:
    bad = copy.deepcopy(record)
    words = "]]></failure><script>\x00\x1b[31m\ud800\uffff&amp;\" ' = cmd"
    for item in bad["items"]:
        item["because"] = {"zh": words, "en": words}
    for finding in bad["findings"]:
        finding["because"] = {"zh": words, "en": words}
        for shown in finding["evidence"]:
            shown["quote"] = words
    found = sort_shortfalls(list_shortfalls(bad), (), TODAY)
    root = Xml.fromstring(render_junit(bad, found, Severity.QUESTION, lang))
    assert root.find(".//script") is None
    assert any("<script>" in str(element.get("message")) for element in root.iter("failure"))
    said = json.loads(render_sarif(bad, found, lang))
    assert said["runs"][0]["results"][0]["message"]["text"] == words


def test_sarif_names_rules_places_and_what_was_accepted(record: dict[str, Any], found: tuple[Shortfall, ...]) -> None:
    entry = AcceptedShortfall(found[0].item, found[0].probe, "整改中", LATER)
    run = json.loads(render_sarif(record, sort_shortfalls(found, [entry], TODAY), Lang.EN))["runs"][0]
    driver = run["tool"]["driver"]
    assert driver["version"] == driver["semanticVersion"] == VERSION
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules))
    assert len(run["results"]) == len(found)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith(("http", "about:"))
    borne = [result for result in run["results"] if "suppressions" in result]
    assert [(result["ruleId"], result["baselineState"]) for result in borne] == [(found[0].probe, "unchanged")]
    assert borne[0]["suppressions"][0]["justification"] == "整改中"


def test_an_unknown_severity_says_which_there_are() -> None:
    assert parse_severity("") is None
    with pytest.raises(InvalidInput, match="fail, partial, question"):
        parse_severity("error")


def test_the_head_of_a_baseline_is_bilingual() -> None:
    assert "已接受的不足" in baseline.HEAD
    assert "Accepted shortfalls" in baseline.HEAD

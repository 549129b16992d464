"""A probe declares the words, limits and texts of its table: a missing, misspelt or unused one stops the start, with the nearest name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.table_builder import ConfigurationError
from probes import registry
from probes.declared import OF_ENTRIES, OF_TEXTS, find_faults
from probes.finding import Answer, Outcome, Text
from probes.probe import Params, Probe
from probes.schema import probe_table
from probes.schema.probe_table import BilingualWords, LimitRow, ProbeRow
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks()}
MODULES = sorted(
    path for path in registry.ROOT.glob("*/*.py") if f"{path.parent.name}.{path.stem}" in CHECKS
)  # of probes alone


def _gone(*_: object) -> Answer:
    return Answer(Outcome.NO, Text("无", "none"))


# -- what stops the start ----------------------------------------------------------------------------------------------


def refused(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """What is said at the start where those pieces of the table read otherwise, each the first in it."""
    text = probe_table.TABLE.read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    wrong = tmp_path / "probes.toml"
    wrong.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as fault:
        registry.load_checks(wrong)
    said = str(fault.value)
    assert "\n" not in said
    return said


LABEL = "label = { value = 30, unit"  # of a hand-written probe: disclosure.seller_licence_link


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("\nentries = [", "\nentires = [", "words.entires: the probe asks for no such key; did you mean 'entries'?"),
        (LABEL, LABEL.replace("label", "lable"), "limits.lable: the probe asks for no such key; did you mean 'label'?"),
        (LABEL, 'extra = { value = 1 }\n' + LABEL, "limits.extra: the probe asks for no such key"),
        ("\nentries = [", '\nfurther = ["x"]\nentries = [', "words.further: the probe asks for no such key"),
    ],
)  # fmt: skip
def test_a_key_that_a_probe_of_its_own_does_not_ask_for_is_named_with_its_nearest(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    said = refused(tmp_path, (old, new))
    assert said == f"probes.toml: [disclosure.seller_licence_link] {says}"


@pytest.mark.parametrize(
    ("check", "key", "new", "says"),
    [
        ("complaints.mediation_rule", "rule", "rul", "words.rul: the probe asks for no such key; did you mean 'rule'?"),
        ("complaints.mediation_rule", "rule_near", "rule_naer", "words.rule_naer: the probe asks for no such key; did you mean 'rule_near'?"),
        ("complaints.mediation_rule", "learnt", "laernt", "words.laernt: the probe asks for no such key"),
        ("privacy.policy_kinds", "doubtful", "doubtfull", "limits.doubtfull: the probe asks for no such key; did you mean 'doubtful'?"),
        ("privacy.policy_kinds", "texts.subject", "texts.subjet", "texts.subjet: the probe asks for no such key; did you mean 'subject'?"),
        ("service.exchange_repair", "texts.repair", "texts.repairs", "texts.repairs: the probe asks for no such key; did you mean 'repair'?"),
    ],
)  # fmt: skip
def test_so_is_one_that_a_family_does_not_ask_for(tmp_path: Path, check: str, key: str, new: str, says: str) -> None:
    text = probe_table.TABLE.read_text("utf-8")
    start = text.index(f"[{check}]")
    at = text.index(f"\n{key} = ", start)
    assert not re.search(rf"^\[(?!{re.escape(check)})", text[start + 1 : at], re.MULTILINE), "of another table"
    wrong = tmp_path / "probes.toml"
    wrong.write_text(text[: at + 1] + new + text[at + 1 + len(key) :], "utf-8")
    with pytest.raises(ConfigurationError) as fault:
        registry.load_checks(wrong)
    assert str(fault.value).startswith(f"probes.toml: [{check}] {says}")


def test_a_missing_key_and_every_other_fault_are_named_at_once(tmp_path: Path) -> None:
    words = probe_table.TABLE.read_text("utf-8").partition("\nentries = ")[2].partition("\n")[0]
    said = refused(
        tmp_path,
        (f"\nentries = {words}", ""),
        ("retired = { value", "retirde = { value"),  # disclosure.business_licence
    )
    assert said == (
        "probes.toml: [disclosure.business_licence] limits.retirde: the probe asks for no such key; did you mean 'retired'?"
        "; [disclosure.seller_licence_link] words.entries: is missing"
    )


# -- limits that several tables share ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('= ["page_speed"]', '= ["page_sped"]', "[performance.home_speed] limit_groups: no group 'page_sped'; did you mean 'page_speed'?"),
        ('= ["page_speed"]', '= ["page_speed", "page_speed"]',
         "[performance.home_speed] limit_groups: 'page_speed' has 'half', and so has a group before it"),
        ("[limit_groups.page_speed]", "[limit_groups.x]\nhalf = { value = 1 }\n[limit_groups.page_speed]", "[limit_groups.x] no table asks for it"),
        ("\nrtt_ms = { value", "\nrtt_ms = { valeu", "limit_groups.page_speed.rtt_ms.valeu: unknown key; did you mean 'value'?"),
        ("[limit_groups.page_speed]", "[limit_groups]\nx = 1\n[limit_groups.page_speed]", "limit_groups.x: must be a table, not a whole number"),
    ],
)  # fmt: skip
def test_a_wrong_group_of_limits_stops_the_start(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert refused(tmp_path, (old, new)) == f"probes.toml: {says}"


def test_a_misspelt_limit_of_a_group_is_named_for_every_table_that_asks_for_it(tmp_path: Path) -> None:
    said = refused(tmp_path, ("\nrtt_ms = ", "\nrtt_sm = "))
    for check in ("home_speed", "list_speed", "product_speed"):
        assert f"[performance.{check}] limits.rtt_sm: the probe asks for no such key; did you mean 'rtt_ms'?" in said


def test_a_row_that_says_what_its_group_says_is_refused(tmp_path: Path) -> None:
    row = 'half = { value = 0.5, unit = "share of points where it needs work", source = "本项目设定", tier = "P" }'
    own = ('[performance.home_speed]\n', f'[performance.home_speed]\nlimits.{row}\n')  # fmt: skip
    said = refused(tmp_path, own)
    assert said == "probes.toml: [performance.home_speed] limits.half: says what one of its limit_groups says already"


def test_a_row_of_its_own_wins_over_that_of_a_group() -> None:
    limits = CHECKS["disclosure.self_operated_marked"].params.limits
    group = CHECKS["disclosure.product_base"].params.limits
    assert (limits["least"].value, group["least"].value) == (3, 5)
    assert limits["full"] == group["full"]


def test_every_group_serves_several_tables() -> None:
    named = [name for row in probe_table.read_probe_rows().values() for name in row.limit_groups]
    assert {name for name in named if named.count(name) < 2} == set()


NAMES = st.sets(st.sampled_from(["rule", "rule_near", "never", "near", "label", "good", "most", "least", "stage"]))


@given(
    there=NAMES, asked=NAMES, allowed=NAMES, limits=NAMES, most=NAMES, texts=NAMES, called=NAMES, stated=st.booleans()
)
def test_a_table_is_taken_where_it_holds_all_that_is_asked_for_and_nothing_else(
    there: set[str], asked: set[str], allowed: set[str], limits: set[str], most: set[str],
    texts: set[str], called: set[str], stated: bool,
) -> None:  # fmt: skip
    said = BilingualWords(zh="问", en="asked")
    row = ProbeRow(
        question=said, counts=(), stated=stated,
        words=dict.fromkeys({*there, *OF_ENTRIES, *(OF_TEXTS if stated else ())}, ("x",)),
        limits=dict.fromkeys(limits, LimitRow(value=1.0)),
        texts=dict.fromkeys(texts, said),
    )  # fmt: skip
    probe = Probe(
        (), _gone, words=tuple(asked), may_words=tuple(allowed), limits=tuple(most), texts=tuple(called)
    )  # fmt: skip
    faults = list(find_faults("a.b", row, probe))
    wrong = {f"words.{name}" for name in (there - asked - allowed) | (asked - there)}
    wrong |= {f"limits.{name}" for name in limits ^ most} | {f"texts.{name}" for name in texts ^ called}
    named = {
        name for fault in faults for name in wrong if re.search(rf"{re.escape(name)}: |'{name.split('.')[1]}'\?", fault)
    }
    assert named == wrong
    assert {fault.split()[1].rstrip(":") for fault in faults} <= wrong


def test_words_for_entries_are_unused_where_an_entry_is_asked_for() -> None:
    for id, zh in (("a.b_entry", "问"), ("a.b", "有入口吗")):
        row = ProbeRow(question=BilingualWords(zh=zh, en="asked"), counts=(), words={"subject": ("x",)})
        assert list(find_faults(id, row, Probe((), _gone))) == [f"[{id}] words.subject: the probe asks for no such key"]


def test_what_only_a_reader_of_texts_reads_is_unused_elsewhere() -> None:
    row = ProbeRow(question=BilingualWords(zh="问", en="asked"), counts=(), words={"learnt": ("x",)})
    assert list(find_faults("a.b", row, Probe((), _gone))) == ["[a.b] words.learnt: the probe asks for no such key"]


# -- what the files of probes ask for ----------------------------------------------------------------------------------


def asked_for(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Kind and key of everything that a file takes from the parameters by its name."""
    for node in ast.walk(module):
        match node:
            case ast.Subscript(ast.Attribute(ast.Name("params"), kind), ast.Constant(str(key))):
                yield kind, key
            case ast.Call(ast.Attribute(ast.Name("params"), "limit"), [ast.Constant(str(key))]):
                yield "limits", key
            case ast.Call(ast.Attribute(ast.Attribute(ast.Name("params"), kind), "get"), [ast.Constant(str(key)), *_]):
                yield kind, key


def test_what_a_probe_takes_from_its_table_it_declares() -> None:
    unsaid = set()
    for path in MODULES:
        check = CHECKS[f"{path.parent.name}.{path.stem}"]
        probe = check.probe
        declared = {
            "words": {*probe.words, *probe.may_words},
            "limits": {*probe.limits, *probe.may_limits},
            "texts": {*probe.texts},
        }
        asked = asked_for(ast.parse(path.read_text("utf-8")))
        unsaid |= {f"{check.id} {kind}.{key}" for kind, key in asked if key not in declared[kind]}
    assert unsaid == set()


def test_the_reading_of_the_files_finds_every_way_of_asking() -> None:
    source = 'params.words["a"], params.words.get("b", ()), params.limit("c"), params.limits["d"], params.texts["e"]'
    wanted = {("words", "a"), ("words", "b"), ("limits", "c"), ("limits", "d"), ("texts", "e")}
    assert set(asked_for(ast.parse(source))) == wanted
    assert sum(len(set(asked_for(ast.parse(path.read_text("utf-8"))))) for path in MODULES) > 300


def test_no_probe_is_one_call_to_a_shared_judge() -> None:
    """Such a probe belongs to a family: a constructor in ``probes/answers`` makes it from its declaration."""
    alone = {path.stem for path in MODULES for node in ast.parse(path.read_text("utf-8")).body if only_calls(node)}
    assert alone == set()


def only_calls(node: ast.stmt) -> bool:
    """Whether this is a judge that passes its arguments on and does nothing else."""
    match node:
        case ast.FunctionDef("judge", body=[ast.Return(ast.Call(args=[ast.Name("site"), ast.Name("params"), *_]))]):
            return True
    return False


def test_a_judge_that_only_calls_another_is_found() -> None:
    head = "def judge(site: Site, params: Params) -> Answer:\n    "
    called, more = (
        f"{head}return judge_stated(site, params, X)",
        f"{head}x = 1\n    return judge_stated(site, params, x)",
    )
    assert [any(map(only_calls, ast.parse(source).body)) for source in (called, more)] == [True, False]


def test_a_declared_key_is_declared_once() -> None:
    twice = {
        check.id: keys
        for check in CHECKS.values()
        for keys in (check.probe.words, check.probe.limits, check.probe.texts)
        if len(set(keys)) != len(keys)
    }
    assert twice == {}


def test_texts_of_a_table_are_there_for_the_judge() -> None:
    assert CHECKS["trust.topic_ip"].params.subject == Text("知识产权保护", "intellectual property")
    with pytest.raises(KeyError):
        _ = Params().subject

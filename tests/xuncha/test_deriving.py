"""From audit.json and the decisions alone every verdict, red line and score follows again; nothing of them can be altered unseen."""

from __future__ import annotations

import copy
import dataclasses
import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.site import Site
from probes.profile import effective
from scoring import judging
from scoring.carry import Decided
from scoring.decision import Decision, FlagDecision, LineDecision
from scoring.red_lines import State
from scoring.score import Stage
from scoring.tables import Verdict
from storage.audits import Audit
from storage.documents import Document
from tests.cases import items as golden
from tests.xuncha.keeping import made
from xuncha.audit import judge, load_rules
from xuncha.people import held, stands_on
from xuncha.reports import record

RULES = load_rules()
VISIT, EARLIER = "0011223344556677", "8899aabbccddeeff"
AT = datetime(2026, 11, 24, 9, 30, 0, 120, UTC)
Plain = dict[str, Any]


def decided_on(
    site: Site, words: dict[str, tuple[Verdict, float | None]], who: str, visit: str = VISIT, at: datetime = AT
) -> tuple[Decision, ...]:
    """One assessor's words about items, on what the pages of that site say."""
    by_item, _ = stands_on(RULES, held(RULES, (), site, visit, Decided()).findings)
    return tuple(
        Decision(item, verdict, value, who, at.isoformat(), f"看过 {item}", (), "", "a1", visit, by_item[item].basis)
        for item, (verdict, value) in words.items()
    )


def on_lines(site: Site, **said: tuple[str, bool, str]) -> tuple[LineDecision, ...]:
    """Words about red lines: assessor, confirmed or not, the second audit."""
    _, by_line = stands_on(RULES, held(RULES, (), site, VISIT, Decided()).findings)
    return tuple(
        LineDecision(line, confirmed, who, AT.isoformat(), "看过", second, "a1", VISIT, by_line[line].basis)
        for line, (who, confirmed, second) in said.items()
    )


def through(audit: Audit, site: Site, documents: tuple[Document, ...] = ()) -> tuple[Plain, Plain]:
    """The record and the decisions as they come out of their files."""
    facts = record.build(audit, site, RULES.standard, RULES.checks, documents)
    record.validate(facts)
    said = {
        "decisions": audit.decisions,
        "line_decisions": audit.line_decisions,
        "flag_decisions": audit.flag_decisions,
        "documents": documents,
    }
    plain = {name: [_plain(each) for each in group] for name, group in said.items()}
    return json.loads(json.dumps(facts, allow_nan=False)), json.loads(json.dumps(plain, default=str))


def _plain(each: Any) -> Plain:
    return dataclasses.asdict(each)


def follows(facts: Plain, said: Plain) -> judging.Derived:
    """What is derived; all of the record is said to follow from it."""
    derived = judging.derive(facts, said)
    assert judging.differences(facts, derived) == ()
    assert judging.checked(json.dumps(facts).encode(), json.dumps(said).encode()) == (
        0, '{"items": 58, "differences": [], "fault": ""}',
    )  # fmt: skip
    return derived


def same(audit: Audit, derived: judging.Derived) -> None:
    """To the last digit, and in words too where nothing was masked."""
    assert derived.judged.verdicts == audit.verdicts
    assert derived.judged.red_lines == audit.red_lines
    assert dict(derived.judged.scores) == dict(audit.scores)


@functools.cache
def shop(item: str, name: str) -> Site:
    reads = frozenset((need.role, need.state) for check in RULES.checks for need in check.probe.reads)
    return golden.build(item, name, reads)


NAMES = [(item, sorted(golden.cases(item))) for item in golden.items()]
CASES = [(item, names[at % len(names)]) for at, (item, names) in enumerate(NAMES)]


@pytest.mark.parametrize(("item", "name"), CASES[::3])
def test_a_golden_shop_comes_to_the_same_again(item: str, name: str) -> None:
    audit = judge(RULES, shop(item, name), VISIT)
    same(audit, follows(*through(audit, shop(item, name))))


@pytest.mark.parametrize(("item", "name"), CASES[1::6])
def test_an_audit_of_some_items_alone_comes_to_the_same_again(item: str, name: str) -> None:
    audit = judge(RULES, shop(item, name), VISIT, items=(item,))
    derived = follows(*through(audit, shop(item, name)))
    same(audit, derived)
    assert sum(each.reason == "not_looked" for each in derived.judged.verdicts) > 30


@functools.cache
def all_decided() -> tuple[Audit, Site, tuple[Document, ...]]:
    """Two assessors on all that is open, near each other and far apart; a third on one; papers, red lines and a flag."""
    site = made()
    first = judge(RULES, site, VISIT)
    opens = [each.item for each in first.verdicts if each.value is None and each.verdict is not Verdict.NOT_APPLICABLE]
    turns: list[tuple[Verdict, float | None]] = [(Verdict.PASS, 1.0), (Verdict.PARTIAL, 0.6), (Verdict.FAIL, 0.0)]
    ones = {item: turns[at % 3] for at, item in enumerate(opens)} | {opens[-1]: (Verdict.NOT_APPLICABLE, None)}
    others = ones | {opens[0]: (Verdict.PARTIAL, 0.5), opens[3]: (Verdict.FAIL, 0.0), opens[6]: (Verdict.FAIL, 0.0)}
    third: dict[str, tuple[Verdict, float | None]] = {opens[6]: (Verdict.PARTIAL, 0.3)}
    data = b"%PDF-1.7"
    paper = Document(
        opens[0], hashlib.sha256(data).hexdigest(), len(data), "application/pdf", "证明.pdf", AT, "a1", VISIT, "甲"
    )
    words = (
        *(dataclasses.replace(each, evidence=(paper.sha256,)) for each in decided_on(site, ones, "甲")),
        *decided_on(site, others, "乙"),
        *decided_on(site, third, "丙"),
    )
    # The flag is said without a red line's own change, and one red line each way.
    lines = on_lines(
        site, R1=("甲", True, EARLIER), R2=("甲", True, ""), R3=("甲", False, ""), R14=("甲", True, EARLIER)
    )
    flags = (FlagDecision("marketplace", False, "甲", AT.isoformat(), "全部自营", "a1", VISIT),)
    audit = judge(RULES, site, VISIT, decided=Decided(words, lines, flags))
    return audit, site, (paper,)


def test_persons_words_come_to_the_same_again() -> None:
    audit, site, papers = all_decided()
    derived = follows(*through(audit, site, papers))
    same(audit, derived)
    now = {each.item: each for each in audit.verdicts}
    reasons = {each.reason for each in audit.verdicts}
    assert "assessors_apart" in reasons
    assert {each.state for each in audit.red_lines} == set(State)
    assert derived.profile["marketplace"] is False
    assert effective(site).get("marketplace") is not False
    assert audit.scores[Stage.FINAL].score.coverage > 0.8
    assert audit.scores[Stage.FINAL].score != audit.scores[Stage.AUTO].score
    documentary = [each.id for each in RULES.standard.items if each.item_class == "documentary"]
    assert any(now[id].confirmed for id in documentary)
    assert len({each.assessor for each in audit.decisions}) == 3


def test_what_is_carried_over_comes_to_the_same_again() -> None:
    site = shop(*CASES[0])
    later = dataclasses.replace(site, at=AT + timedelta(days=30))
    by_item, _ = stands_on(RULES, held(RULES, (), site, VISIT, Decided()).findings)
    seen = [item for item, ground in by_item.items() if ground.seen]
    words = decided_on(site, dict.fromkeys(seen, (Verdict.PASS, 1.0)), "甲", EARLIER)
    audit = judge(RULES, later, VISIT, decided=Decided(words))
    assert {each.carried for each in audit.decisions} == {True}
    assert len(audit.decisions) > 20
    derived = follows(*through(audit, later))
    same(audit, derived)
    assert any(each.because.zh.startswith("沿用") for each in derived.judged.verdicts)


def test_an_audit_that_was_kept_without_pages_comes_to_the_same_again() -> None:
    bare = dataclasses.replace(made(), views=(), timings=(), fetches=(), gaps=())
    audit = judge(RULES, bare, VISIT)
    assert audit.scores[Stage.AUTO].score.value is None
    same(audit, follows(*through(audit, bare)))


# -- alterations -------------------------------------------------------------------------------------------------------


@functools.cache
def plain() -> tuple[Plain, Plain, judging.Derived]:
    audit, site, papers = all_decided()
    facts, said = through(audit, site, papers)
    return facts, said, judging.derive(facts, said)


def leaves(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The place of everything in plain data that holds nothing further."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner or not value:
        yield place
        return
    for key, each in inner:
        yield from leaves(each, (*place, key))


ITEM = (
    "verdict",
    "value",
    "low",
    "high",
    "guess_low",
    "guess_high",
    "suggested",
    "machine",
    "confirmed",
    "weight",
    "class",
    "reason",
)
LINE = ("id", "state", "cap", "points", "lone")


def decides(place: tuple[str | int, ...]) -> bool:
    """Whether what stands at that place of a record is a verdict, a red line or a score."""
    match place:
        case ("items", int(), str(key), *_):
            return key in ITEM
        case ("items", int(), "checks", int(), str(key)):
            return key not in ("name", "probes")
        case ("red_lines", int(), str(key), *_):
            return key in LINE
        case ("scores", *_) | ("deducted",) | ("stage",):
            return True
        case ("presets", str(), "scores", *_):
            return True
        case _:
            return False


def altered(value: Any, by: float) -> Any:
    """Another value of the same kind: a number moved by at least a millionth."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + (by if by else 1e-6)
        case str():
            return {"pass": "fail", "none": "suspected", "A": "B"}.get(value, value + "x")
        case None:
            return 0.5
        case _:
            return ["f1"] if value == [] else {"more": 1}


@functools.cache
def deciding() -> tuple[tuple[str | int, ...], ...]:
    facts, _, _ = plain()
    return tuple(place for place in leaves(facts) if decides(place))


def changed(facts: Plain, place: tuple[str | int, ...], change: Callable[[Any], Any]) -> Plain:
    facts = copy.deepcopy(facts)
    at: Any = facts
    for part in place[:-1]:
        at = at[part]
    at[place[-1]] = change(at[place[-1]])
    return facts


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from([1e-6, -1e-6, 0.25, -1.0, 40.0]))
def test_whatever_is_altered_is_told_by_its_place(data: st.DataObject, by: float) -> None:
    facts, _, derived = plain()
    place = data.draw(st.sampled_from(deciding()))
    told = judging.differences(changed(facts, place, lambda value: altered(value, by)), derived)
    assert told
    assert all("\n" not in line and line.isascii() for line in told)
    named = str(place[0]) if place[0] not in ("items", "red_lines") else f"{place[0]}"
    assert all(line.startswith(named) for line in told)


def test_there_is_much_to_alter() -> None:
    assert len(deciding()) > 1000


def test_the_line_says_what_stands_there_and_what_follows() -> None:
    facts, _, derived = plain()
    at = next(n for n, each in enumerate(facts["items"]) if each["verdict"] == "pass")
    id = facts["items"][at]["item"]
    told = judging.differences(changed(facts, ("items", at, "verdict"), lambda _: "fail"), derived)
    assert told == (f'items.{id}.verdict: audit.json says "fail", but "pass" follows',)


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (("items",), lambda items: items[1:], "is missing in audit.json"),
        (("items",), lambda items: [*items, items[0]], "stands in audit.json 2 times"),
        (("items",), lambda items: [*items, items[0] | {"item": "99\u202e\n"}], 'audit.json has "99\\u202e\\n", which nothing'),
        (("items",), lambda items: None, "items: must be a list"),
        (("items",), lambda items: [7], "items: must be a list"),
        (("red_lines",), lambda lines: lines[:-1], "red_lines.R14: is missing"),
        (("scores", "final", "value"), lambda value: float("nan"), "scores.final.value"),
        (("scores", "final", "value"), lambda value: 10**400, "scores.final.value"),
        (("scores", "final", "value"), lambda value: True, "scores.final.value"),
        (("scores", "final"), lambda value: [], "scores.final: audit.json says []"),
        (("scores",), lambda scores: {}, "scores.auto: is missing"),
        (("profile", "marketplace", "value"), lambda value: True, "profile.marketplace.value: audit.json says true"),
        (("standard", "bands", 0, "from"), lambda value: 50, "standard.bands.0.from"),
        (("items", 0, "decisions"), lambda value: [*value, {}], "decisions"),
    ],
)  # fmt: skip
def test_other_alterations_are_told_too(place: tuple[str | int, ...], change: Callable[[Any], Any], says: str) -> None:
    facts, _, derived = plain()
    told = judging.differences(changed(facts, place, change), derived)
    assert any(says in line for line in told), told
    assert all(line.isascii() for line in told)


def test_an_altered_finding_or_decision_moves_what_follows() -> None:
    facts, said, _ = plain()
    item = said["decisions"][0]["item"]
    other = copy.deepcopy(said)
    other["decisions"][0] |= {"verdict": "fail", "value": 0.0}
    told = judging.differences(facts, judging.derive(facts, other))
    assert any(line.startswith(f"items.{item}.") for line in told)
    assert any(line.startswith("scores.final") for line in told)

    good = next(n for n, each in enumerate(facts["findings"]) if each["outcome"] == each["good"] and each["counts"])
    flipped = {"yes": "no", "no": "yes"}[facts["findings"][good]["good"]]
    moved = changed(facts, ("findings", good, "outcome"), lambda _: flipped)
    moved["findings"][good]["fraction"] = None
    assert judging.differences(moved, judging.derive(moved, said))


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (("findings",), lambda value: None, "findings: must be a list"),
        (("findings", 0), lambda value: 7, "findings.0: must be a table"),
        (("findings", 0, "outcome"), lambda value: "maybe", "findings.0.outcome: must be one of"),
        (("findings", 0, "look"), lambda value: 0, "findings.0.look: must be at least 1"),
        (("findings", 0, "fraction"), lambda value: 2, "findings.0.fraction: must be at most 1"),
        (("findings", 0, "probe"), lambda value: "x.y\n", 'findings: the rules do not know "x.y\\n"'),
        (("findings", 1, "id"), lambda value: "f1", "findings: two have the same id"),
        (("profile",), lambda value: [], "profile: must be a table"),
        (("profile", "marketplace"), lambda value: {"value": "no"}, "profile.marketplace.value: must be true or false"),
        (("asked",), lambda value: ["99"], 'asked: the rules do not know "99"'),
    ],
)
def test_a_record_that_cannot_be_read_is_one_clear_fault(
    place: tuple[str | int, ...], change: Callable[[Any], Any], says: str
) -> None:
    facts, said, _ = plain()
    broken = changed(facts, place, change)
    with pytest.raises(judging.RecordFault) as fault:
        judging.derive(broken, said)
    assert str(fault.value).startswith(says)
    assert "\n" not in str(fault.value)
    code, line = judging.checked(json.dumps(broken).encode(), json.dumps(said).encode())
    assert (code, json.loads(line)["fault"]) == (2, str(fault.value))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"verdict": "pass", "value": 0.5}, "decisions.0: "),
        ({"verdict": "to_confirm"}, "decisions.0: "),
        ({"at": "yesterday"}, "decisions.0.at: must be a time"),
        ({"at": "2026-11-24T09:30:00"}, "decisions.0.at: must be a time with its zone"),
        ({"item": "99"}, 'decisions: the rules do not know "99"'),
        ({"more": 1}, "decisions.0.more: unknown key"),
        ({"carried": None}, "decisions.0.carried: must be true or false"),
    ],
)
def test_decisions_that_cannot_be_read_are_one_clear_fault(change: Plain, says: str) -> None:
    facts, said, _ = plain()
    broken = copy.deepcopy(said)
    broken["decisions"][0] |= change
    with pytest.raises(judging.RecordFault) as fault:
        judging.derive(facts, broken)
    assert str(fault.value).startswith(says)


@pytest.mark.parametrize("text", [b"", b"\xff", b"[]", b"{}", b"7", b"[" * 100_000])
def test_files_that_are_no_record_end_with_two(text: bytes) -> None:
    for pair in ((text, b"{}"), (json.dumps(plain()[0]).encode(), text)):
        code, line = judging.checked(*pair)
        assert code == 2
        assert json.loads(line)["fault"]

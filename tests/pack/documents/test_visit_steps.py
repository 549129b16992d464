"""The steps of a visit: all that was done, once, in order, to the second, and no time that nobody noted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.pack.told import MADE, decided, seen, told
from xuncha.pack.documents.visit_steps import StepKind, list_visit_steps
from xuncha.pack.documents.wording import format_seconds

AT = seen().at + timedelta(seconds=7)


def test_all_that_was_seen_is_a_step_with_its_time_and_its_files() -> None:
    facts = told(gap_at=AT)
    found = list_visit_steps(facts)
    counted = Counter(step.kind for step in found)
    record = facts.record
    assert counted[StepKind.VIEW] == len(record["views"])
    assert counted[StepKind.FETCH] == len(record["fetches"])
    assert counted[StepKind.TIMING] == len(record["timings"])
    assert {step.files for step in found if step.kind is StepKind.VIEW} == {
        (f"screenshots/{view['id']}.jpg", f"views/{view['id']}.json") for view in record["views"]
    }
    known = [step.at for step in found if step.at is not None]
    assert known == sorted(known)
    assert (found[0].kind, found[1].kind) == (StepKind.BEGAN, StepKind.CHECKED)
    assert (found[-1].kind, found[-1].at) == (StepKind.PACKED, MADE)
    assert "安全闸已启用" in found[1].result.zh


def test_pages_that_one_wall_kept_from_us_are_one_step() -> None:
    walled = [step for step in list_visit_steps(told(gap_at=AT)) if step.kind is StepKind.GAP and step.at == AT]
    assert len(walled) == 1
    assert walled[0].what.zh == "3 处：手机 加载后：购物车、帮助中心、平台规则"
    assert walled[0].what.en == "3: mobile loaded: cart, help, rules"
    assert "captcha" in walled[0].result.zh


def test_the_visit_ends_after_the_last_page_that_could_not_be_had() -> None:
    late = AT + timedelta(hours=3)
    found = list_visit_steps(told(gap_at=late))
    ended = next(place for place, step in enumerate(found) if step.kind is StepKind.FINISHED)
    assert (found[ended - 1].kind, found[ended].at) == (StepKind.GAP, late)


def test_a_gap_whose_time_was_not_noted_has_none_and_stands_at_the_end_of_looking() -> None:
    found = list_visit_steps(told(gap_at=None))
    timeless = [place for place, step in enumerate(found) if step.at is None]
    assert timeless
    assert all(found[place].kind is StepKind.GAP for place in timeless)
    ended = next(place for place, step in enumerate(found) if step.kind is StepKind.FINISHED)
    assert max(timeless) == ended - 1 or all(
        found[at].kind is StepKind.TIMING for at in range(max(timeless) + 1, ended)
    )


def test_a_second_look_is_said_before_its_first_page_and_only_where_there_was_one() -> None:
    facts = told()
    found = list_visit_steps(facts)
    place = next(place for place, step in enumerate(found) if step.kind is StepKind.SECOND)
    assert min(at for at, step in enumerate(found) if step.look == 2) > place
    once = {name: [row for row in facts.record[name] if row["look"] == 1] for name in ("views", "gaps", "fetches")}
    assert [step for step in list_visit_steps(told(parts=once)) if step.kind is StepKind.SECOND] == []


def test_an_act_that_found_nothing_to_do_is_told_as_that_and_counted_by_nobody() -> None:
    gaps = [dict(gap) for gap in told().record["gaps"][:1]]
    acted = {**gaps[0], "reason": "not_offered", "state": "elder"}
    found = [step.kind for step in list_visit_steps(told(parts={"gaps": [*gaps, acted]}))]
    assert (found.count(StepKind.GAP), found.count(StepKind.NOTHING)) == (1, 1)


def test_a_visit_that_was_taken_up_again_says_so() -> None:
    facts = told()
    views = [dict(view) for view in facts.record["views"]]
    views[0]["at"] = (seen().at - timedelta(hours=2)).isoformat()
    found = list_visit_steps(told(parts={"views": views}))
    assert (found[0].kind, found[1].kind) == (StepKind.VIEW, StepKind.BEGAN)
    assert "中断" in found[1].what.zh


def test_what_persons_did_is_told_with_their_names() -> None:
    found = list_visit_steps(decided(told()))
    said = {step.kind: [other.what for other in found if other.kind is step.kind] for step in found}
    assert [text.zh for text in said[StepKind.DOCUMENT]] == ["4.1-1 收到材料 =材料.pdf（提交人：未记录）"]
    words = "\n".join(text.zh for text in said[StepKind.DECISION])
    assert "4.1-1 由 =甲 判定为：符合" in words
    assert "由 乙 排除" in words
    assert "平台情况“经营食品”由 乙 认定为：是（沿用此前的判定）" in words
    assert "sells food" in said[StepKind.DECISION][-1].en


def test_seconds_are_those_of_beijing() -> None:
    assert format_seconds(MADE) == "2026-11-25 20:30:15"
    assert format_seconds("2026-11-25T16:00:00.999+00:00") == "2026-11-26 00:00:00"

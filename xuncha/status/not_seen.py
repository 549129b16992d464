"""Words for a platform that was not seen: why, since when, how often in a row. It is never called done."""

from __future__ import annotations

from datetime import datetime

from crawler.site import Gap
from probes.finding import Text
from storage.jobs.last_seen import UnseenPlatform, UnseenVisit
from xuncha.console import stage_names
from xuncha.settings.zone import format_with_zone
from xuncha.status import job_words

NOT_SEEN = Text("未看到", "not seen")
NEVER = Text("尚未检测", "not looked at yet")


def describe_unseen_reason(gap: Gap | None, reason: str = "") -> Text:
    """Why the home page was not seen, in few words; ``reason`` is the job's where no visit was made."""
    if gap is not None:
        return stage_names.describe_stage_gap(str(gap.reason))
    return job_words.describe_reason(reason) if reason else Text("首页未能查看", "its home page was not seen")


def describe_unseen_visit(blind: UnseenVisit) -> Text:
    """Why a visit saw nothing, and since when: «未看到：被验证码或风控拦截（自 2026-11-27 18:20 北京时间起，连续 3 次）»."""
    return _told(describe_unseen_reason(blind.gap), describe_since(blind.since, blind.times))


def describe_unseen_platform(unseen: UnseenPlatform) -> Text:
    """Why a platform is not seen, and since when; one that was never visited says so, and when it was registered."""
    if unseen.last is None:
        at = format_with_zone(unseen.since)
        reason = describe_unseen_reason(None, unseen.reason) if unseen.reason else Text("", "")
        zh = f"，{reason.zh}" if reason.zh else ""
        en = f", {reason.en}" if reason.en else ""
        return _told(Text(f"{NEVER.zh}{zh}", f"{NEVER.en}{en}"), Text(f"{at.zh}登记", f"registered {at.en}"))
    return _told(describe_unseen_reason(unseen.gap, unseen.reason), describe_since(unseen.since, unseen.times))


def describe_since(at: datetime, times: int) -> Text:
    """Since when, and how often in a row."""
    first = format_with_zone(at)
    if times == 1:
        return Text(f"自 {first.zh}起", f"since {first.en}")
    return Text(f"自 {first.zh}起，连续 {times} 次", f"since {first.en}, {times} times in a row")


def _told(reason: Text, when: Text) -> Text:
    return Text(f"{NOT_SEEN.zh}：{reason.zh}（{when.zh}）", f"{NOT_SEEN.en}: {reason.en} ({when.en})")

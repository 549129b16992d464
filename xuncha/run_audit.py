"""The audit command: options become a request, the result becomes files, lines and an exit code."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from crawler.site import Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Text
from probes.reading.absence import gap_words
from scoring.score import Stage
from storage.session import open_store
from storage.sites import load_visit
from xuncha import target
from xuncha.audit import Done, Request, audit
from xuncha.lists import find_visit
from xuncha.progress import shown
from xuncha.summary import print_summary
from xuncha.target import BadTarget
from xuncha.words import Lang, say
from xuncha.write import prepare, write

DATABASE = "XUNCHA_DATABASE"


@dataclass(frozen=True, slots=True)
class Options:
    """The audit command's options, as typed."""

    url: str
    out: Path
    data: Path
    device: str
    items: tuple[str, ...]
    budget: tuple[str, ...]
    name: str
    profile: tuple[str, ...]
    consent: tuple[str, ...]
    allow_private: bool
    pace: float | None
    browser: Path | None
    ocr: bool
    fail_under: float | None
    resume: str
    lang: Lang


async def run_audit(options: Options) -> int:
    """Exit code of the command. Raises BadTarget, ConfigurationError, StorageError, NoBrowser."""
    devices = _devices(options.device)
    seconds, pages = _budget(options.budget)
    if options.pace is not None and options.pace < 0:
        raise BadTarget("--pace 不能为负", "--pace cannot be negative")
    if options.consent and set(options.consent) - {"robots"}:
        raise BadTarget("--consent 目前只有 robots", "the only --consent there is: robots")
    if not options.resume or options.url:
        platform = target.platform(options.url, options.name, options.profile, options.consent)
    else:
        platform = target.platform("https://resumed.invalid")
    prepare(options.out)
    async with open_store(options.data, os.environ.get(DATABASE)) as store:
        allow_private = options.allow_private
        resume = ""
        if options.resume:
            resume = await find_visit(store, options.resume)
            before = await load_visit(store, resume)
            allow_private = allow_private or before.plan.get("allow_private") is True
        request = Request(
            platform, devices, options.items, seconds, pages, options.pace, allow_private, options.browser, options.ocr,
            {"person": None, "body": None, "purpose": None, "authority": None}, resume,
        )  # fmt: skip
        with shown() as line:
            done = await audit(store, request, line)
        files = write(options.out, done.audit, done.site, done.rules, store.blobs.read)
    print_summary(done.audit, done.site, done.rules, files, options.lang)
    return _code(done, options)


def _code(done: Done, options: Options) -> int:
    if not done.seen:
        gap = next((gap for gap in done.site.gaps if gap.role is Role.HOME), None)
        print(f"xuncha: {say(_unseen(gap, done.site), options.lang)}")
        return 3
    if options.fail_under is None:
        return 0
    value = done.audit.scores[Stage.AUTO].score.value
    if value is None:
        print(
            say(
                Text(
                    "覆盖不足，未给出 S_auto，无法与 --fail-under 比较",
                    "coverage is too small for an S_auto to compare",
                ),
                options.lang,
            )
        )
        return 3
    return 1 if value < options.fail_under else 0


def _unseen(gap: Gap | None, site: Site) -> Text:
    """Why the target could not be looked at, with how to mend it where it is ours to mend."""
    if gap is None:
        return Text("首页未能查看", "the home page was not seen")
    zh, en = gap_words(gap)
    if gap.reason is GapReason.REFUSED_BY_GUARD:
        return Text(
            f"{zh}；如确需检测内网地址请加 --allow-private", f"{en}; add --allow-private to look at private addresses"
        )
    return Text(f"未能检测 {site.platform.url}：{zh}", f"could not look at {site.platform.url}: {en}")


def _devices(said: str) -> tuple[Device, ...]:
    if said == "both":
        return (Device.DESKTOP, Device.MOBILE)
    try:
        return (Device(said),)
    except ValueError:
        raise BadTarget("--device 应为 desktop、mobile 或 both", "--device must be desktop, mobile or both") from None


def _budget(said: tuple[str, ...]) -> tuple[float, int]:
    seconds, pages = 0.0, 0
    for one in said:
        name, _, value = one.partition("=")
        if name not in ("seconds", "pages") or not value.replace(".", "", 1).isdigit() or float(value) <= 0:
            raise BadTarget(
                f"--budget 写法有误：{one!r}，应为 seconds=600 或 pages=150",
                f"--budget {one!r}: write seconds=600 or pages=150",
            )
        if name == "seconds":
            seconds = float(value)
        else:
            pages = int(float(value))
    return seconds, pages

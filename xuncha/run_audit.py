"""The audit command: options become a request, the result becomes files, lines and an exit code."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from crawler.search import CONSENT
from crawler.site import Gap, Platform, Site
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Text
from probes.reading.absence import gap_words
from scoring.score import Stage
from storage.sites import Visit, load_visit
from xuncha import machine, schedule, target
from xuncha.audit import Done, Request, audit
from xuncha.ci.baseline import load
from xuncha.ci.gate import Gate, apply, read, severity, today
from xuncha.lists import find_visit
from xuncha.progress import shown
from xuncha.stores import opened
from xuncha.summary import print_summary
from xuncha.taken_up import fresh
from xuncha.target import BadTarget
from xuncha.words import Lang, say
from xuncha.write import prepare, write_of


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
    ocr: bool | None
    fail_under: float | None
    resume: str
    gate: tuple[Path | None, str, Path | None, Path | None]
    lang: Lang


class Begun(BaseModel):
    """What a stored visit remembers of its request (``audit.facts_of``)."""

    devices: tuple[Device, ...] = tuple(Device)
    items: tuple[str, ...] = ()
    allow_private: bool = False
    seconds: float = 0.0
    pages: int = 0
    pace: float | None = None
    ocr: bool = True
    timed: bool = True


async def run_audit(options: Options) -> int:
    """Exit code of the command. Raises BadTarget, ConfigurationError, StorageError, NoBrowser."""
    gate = _gate(options)
    request = _resumable(options) if options.resume else _fresh(options)
    prepare(options.out)
    async with opened(options.data) as store:
        if options.resume:
            id = await find_visit(store, options.resume)
            request = _as_begun(request, options, await load_visit(store, id))
        with shown(options.lang) as line:
            done = await _alongside(audit(store, request, line))
        files = await write_of(store, options.out, done.audit, done.site, done.rules)
    print_summary(done.audit, done.site, done.rules, files, options.lang)
    code = _code(done, options)
    if gate.asked and done.seen:
        return code or apply(read(files[1]), gate, today())
    return code


async def _alongside(audit: Coroutine[Any, Any, Done]) -> Done:
    """An audit beside others, and never beside a timing. Raises BadTarget."""
    try:
        async with machine.shared(float(schedule.settings()["machine"]["wait_minutes"])):
            return await audit
    except machine.Busy as busy:
        audit.close()
        raise BadTarget(
            f"本机正在测速，请稍后再试（{busy}）", f"this machine is measuring, try later ({busy})"
        ) from busy


def _gate(options: Options) -> Gate:
    """Raises BadTarget: a baseline that cannot be read is said before an hour is spent."""
    baseline, fail_on, junit, sarif = options.gate
    if baseline is not None:
        load(baseline)
    return Gate(baseline, severity(fail_on), junit, sarif, options.lang)


def _fresh(options: Options) -> Request:
    if options.consent and set(options.consent) - {"robots", CONSENT}:
        raise BadTarget(f"--consent 目前只有 robots 和 {CONSENT}", f"the only --consent there are: robots, {CONSENT}")
    platform = target.platform(options.url, options.name, options.profile, options.consent)
    return _request(options, platform)


def _resumable(options: Options) -> Request:
    """What may be said anew of a visit that goes on; what is looked at was said when it began."""
    said = {
        "URL": options.url, "--name": options.name, "--profile": options.profile, "--consent": options.consent,
        "--item": options.items, "--device": options.device,
    }  # fmt: skip
    if again := next((name for name, value in said.items() if value), None):
        raise BadTarget(
            f"续查沿用中断时的设置，请去掉 {again}", f"--resume goes on with what was begun; leave out {again}"
        )
    return _request(options, Platform(""))


def _request(options: Options, platform: Platform) -> Request:
    seconds, pages = _budget(options.budget)
    if options.pace is not None and not 0 <= options.pace < math.inf:
        raise BadTarget("--pace 应为 0 或正数", "--pace must be 0 or more")
    return Request(
        platform, _devices(options.device or "both"), options.items, seconds, pages, options.pace,
        options.allow_private, options.browser, options.ocr is not False,
        {"person": None, "body": None, "purpose": None, "authority": None},
    )  # fmt: skip


def _as_begun(request: Request, options: Options, visit: Visit) -> Request:
    """The request a visit was begun with, but for what was given anew."""
    begun = Begun.model_validate(dict(visit.plan))
    return dataclasses.replace(
        request,
        platform=visit.opening.platform,
        devices=begun.devices,
        items=begun.items,
        seconds=request.seconds or begun.seconds,
        pages=request.pages or begun.pages,
        pace=begun.pace if options.pace is None else options.pace,
        allow_private=options.allow_private or begun.allow_private,
        ocr=begun.ocr if options.ocr is None else options.ocr,
        timed=begun.timed,
        resume=visit.id,
        fresh=fresh(),
    )


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

"""The audit command: options become a request, the result becomes files, lines and an exit code."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.discovery.search import CONSENT
from crawler.site import Gap, Platform, Site
from crawler.table_builder import build_dataclass
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Text
from probes.pages.absence.absence import gap_words
from scoring.score import Stage
from storage.visits.sites import StoredVisit, load_visit
from xuncha.audit.pipeline import AuditRequest, FinishedAudit, perform_audit
from xuncha.audit.report_files import prepare_output, write_stored_report
from xuncha.audit.resume import load_resume_age
from xuncha.audit.stored_audits import find_visit
from xuncha.audit.summary import print_summary
from xuncha.ci.baseline import load_baseline
from xuncha.ci.gate import BuildGate, apply_gate, beijing_today, parse_severity, prove_file_writable, read_audit_json
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import show_progress
from xuncha.fleet import machine_lock
from xuncha.judging.rules import load_rules
from xuncha.settings import schedule, target
from xuncha.settings.stores import open_data_store
from xuncha.settings.target import InvalidInput


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """The options of ``audit``, as typed."""

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
    private: tuple[str, ...]
    pace: float | None
    browser: Path | None
    ocr: bool | None
    fail_under: float | None
    resume: str
    gate: tuple[Path | None, str, Path | None, Path | None]
    lang: Lang


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """What a stored visit remembers of its request (written by ``pipeline.make_request_facts``)."""

    devices: tuple[Device, ...] = tuple(Device)
    items: tuple[str, ...] = ()
    allow_private: bool = False
    private: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0
    pace: float | None = None
    ocr: bool = True
    timed: bool = True


def read_begun(plan: Mapping[str, object]) -> StoredRequest:
    """The request stored in a visit's plan, next to other facts. Raises Misbuilt for a plan that we did not write."""
    known = {field.name for field in dataclasses.fields(StoredRequest)}
    return build_dataclass(StoredRequest, {name: value for name, value in plan.items() if name in known})


async def run_audit(options: AuditOptions) -> int:
    """Run the command; returns its exit code. Raises InvalidInput, ConfigurationError, StorageError, NoBrowser."""
    load_rules()  # wrong ones are told before a folder is made
    gate = _gate(options)
    request = _resumable(options) if options.resume else _fresh(options)
    prepare_output(options.out)
    async with open_data_store(options.data) as store:
        if options.resume:
            id = await find_visit(store, options.resume)
            request = _as_begun(request, options, await load_visit(store, id))
        with show_progress(options.lang) as line:
            done = await _alongside(perform_audit(store, request, line))
        files = await write_stored_report(store, options.out, done.audit, done.site, done.rules, options.lang)
    print_summary(done.audit, done.site, done.rules, files, options.lang)
    code = _code(done, options)
    if gate.asked and done.seen:
        return code or apply_gate(read_audit_json(files[1]), gate, beijing_today())
    return code


async def _alongside(audit: Coroutine[Any, Any, FinishedAudit]) -> FinishedAudit:
    """Run an audit beside other audits, but never while a timing job runs on this machine. Raises InvalidInput."""
    try:
        async with machine_lock.share_machine(schedule.load_schedule_settings().machine.wait_minutes):
            return await audit
    except machine_lock.MachineBusy as busy:
        audit.close()
        raise InvalidInput(
            f"本机正在测速，请稍后再试（{busy}）", f"this machine is measuring, try later ({busy})"
        ) from busy


def _gate(options: AuditOptions) -> BuildGate:
    """The CI gate of the options, checked before an hour is spent.

    Raises InvalidInput for a baseline that cannot be read or a file that cannot be written.
    """
    baseline, fail_on, junit, sarif = options.gate
    if baseline is not None:
        load_baseline(baseline)
    for file in (junit, sarif):
        if file is not None:
            prove_file_writable(file)
    return BuildGate(baseline, parse_severity(fail_on), junit, sarif, options.lang)


def _fresh(options: AuditOptions) -> AuditRequest:
    if options.consent and set(options.consent) - {"robots", CONSENT}:
        raise InvalidInput(
            f"--consent 目前只有 robots 和 {CONSENT}", f"the only --consent there are: robots, {CONSENT}"
        )
    platform = target.parse_platform(options.url, options.name, options.profile, options.consent)
    return _request(options, platform)


def _resumable(options: AuditOptions) -> AuditRequest:
    """The request of a resumed visit.

    Some options may be given again, but not what is visited, which was fixed at its start. Raises InvalidInput.
    """
    said = {
        "URL": options.url, "--name": options.name, "--profile": options.profile, "--consent": options.consent,
        "--item": options.items, "--device": options.device,
    }  # fmt: skip
    if again := next((name for name, value in said.items() if value), None):
        raise InvalidInput(
            f"续查沿用中断时的设置，请去掉 {again}", f"--resume goes on with what was begun; leave out {again}"
        )
    return _request(options, Platform(""))


def _request(options: AuditOptions, platform: Platform) -> AuditRequest:
    seconds, pages = _budget(options.budget)
    if options.pace is not None and not 0 <= options.pace < math.inf:
        raise InvalidInput("--pace 应为 0 或正数", "--pace must be 0 or more")
    return AuditRequest(
        platform, _devices(options.device or "both"), options.items, seconds, pages, options.pace,
        options.allow_private, _private(options.private), options.browser, options.ocr is not False,
        {"person": None, "body": None, "purpose": None, "authority": None},
    )  # fmt: skip


def _private(said: tuple[str, ...]) -> tuple[str, ...]:
    for place in said:
        target.parse_private_place(place)
    return said


def _as_begun(request: AuditRequest, options: AuditOptions, visit: StoredVisit) -> AuditRequest:
    """The request the visit was begun with, with the options that were given again."""
    begun = read_begun(visit.plan)
    return dataclasses.replace(
        request,
        platform=visit.opening.platform,
        devices=begun.devices,
        items=begun.items,
        seconds=request.seconds or begun.seconds,
        pages=request.pages or begun.pages,
        pace=begun.pace if options.pace is None else options.pace,
        allow_private=options.allow_private or begun.allow_private,
        private=request.private or begun.private,
        ocr=begun.ocr if options.ocr is None else options.ocr,
        timed=begun.timed,
        resume=visit.id,
        fresh=load_resume_age(),
    )


def _code(done: FinishedAudit, options: AuditOptions) -> int:
    if not done.seen:
        gap = next((gap for gap in done.site.gaps if gap.role is Role.HOME), None)
        print(f"xuncha: {render_text(_unseen(gap, done.site, options.allow_private), options.lang)}")
        return 3
    if options.fail_under is None:
        return 0
    value = done.audit.scores[Stage.AUTO].score.value
    if value is None:
        print(
            render_text(
                Text(
                    "覆盖不足，未给出 S_auto，无法与 --fail-under 比较",
                    "coverage is too small for an S_auto to compare",
                ),
                options.lang,
            )
        )
        return 3
    return 1 if value < options.fail_under else 0


def _unseen(gap: Gap | None, site: Site, allowed: bool) -> Text:
    """Why the shop could not be visited, and how to fix that where it is up to us."""
    if gap is None:
        return Text("首页未能查看", "the home page was not seen")
    zh, en = gap_words(gap)
    if gap.reason is GapReason.REFUSED_BY_GUARD and allowed:
        there = site.environment.get("gate_refused", "")
        return Text(
            f"{zh}（{there}）；--allow-private 只允许平台自身的网址，其他属于该平台的内网地址请用 --private 主机:端口 写明",
            f"{en} ({there}); --allow-private is for the shop's own address alone: name others of the shop with --private HOST:PORT",
        )
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
        raise InvalidInput(
            "--device 应为 desktop、mobile 或 both", "--device must be desktop, mobile or both"
        ) from None


def _budget(said: tuple[str, ...]) -> tuple[float, int]:
    seconds, pages = 0.0, 0
    for place in said:
        name, _, value = place.partition("=")
        if name not in ("seconds", "pages") or not value.replace(".", "", 1).isdigit() or float(value) <= 0:
            raise InvalidInput(
                f"--budget 写法有误：{place!r}，应为 seconds=600 或 pages=150",
                f"--budget {place!r}: write seconds=600 or pages=150",
            )
        if name == "seconds":
            seconds = float(value)
        else:
            pages = int(float(value))
    return seconds, pages

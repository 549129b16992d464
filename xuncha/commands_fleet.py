"""The commands that audit registered platforms: run-due, serve, work, audit-now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha.commands_status import LogOption, MetricsOption
from xuncha.guarded import DATA, DataOption, LangOption, guarded, guarded_until
from xuncha.words import Lang

if TYPE_CHECKING:
    from xuncha.run_fleet import Options, Until

LEAVE_SECONDS = 60.0
AtOnce = Annotated[int, typer.Option("--at-once", min=1, max=64, help="Runs at a time 同时检测个数")]
Tag = Annotated[str, typer.Option(help="Only those of this tag or batch 标签或批次")]
Private = Annotated[bool, typer.Option("--allow-private", help="Private and loopback addresses too 允许内网地址")]
Pace = Annotated[
    float | None, typer.Option(min=0, help="Page loads a second on one host; 0 = no limit 同一主机每秒页面数")
]
Browser = Annotated[Path | None, typer.Option(help="A Chromium to use 浏览器")]
Ocr = Annotated[bool, typer.Option("--ocr/--no-ocr", help="Read pictures 识别图片文字")]
Leave = Annotated[
    float,
    typer.Option("--leave-seconds", min=0, help="On SIGTERM: time for what is being done 收到停止信号后的宽限秒数"),
]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command("run-due")(run_due)
    app.command()(serve)
    app.command()(work)
    app.command("audit-now")(audit_now)


def run_due(
    at_once: AtOnce = 1,
    tag: Tag = "",
    allow_private: Private = False,
    pace: Pace = None,
    browser: Browser = None,
    ocr: Ocr = True,
    log_format: LogOption = None,
    metrics: MetricsOption = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Do all that is due now, then end: for cron and systemd timers 执行到期的检测."""
    from xuncha import run_fleet

    options = run_fleet.Options(
        data, at_once, allow_private, pace, browser, ocr, lang, log_format=log_format, metrics=metrics
    )
    raise typer.Exit(guarded(lang, lambda: run_fleet.run_due(options, tag), run_fleet.GOES_ON))


def serve(
    at_once: AtOnce = 1,
    leave_seconds: Leave = LEAVE_SECONDS,
    allow_private: Private = False,
    pace: Pace = None,
    browser: Browser = None,
    ocr: Ocr = True,
    log_format: LogOption = None,
    metrics: MetricsOption = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Audit registered platforms as they are due, in this one process, until SIGTERM or Ctrl-C 单机定时检测."""
    from xuncha import run_fleet

    options = run_fleet.Options(
        data, at_once, allow_private, pace, browser, ocr, lang, leave_seconds, log_format, metrics
    )
    _until(options, run_fleet.serve)


def work(
    at_once: AtOnce = 1,
    leave_seconds: Leave = LEAVE_SECONDS,
    allow_private: Private = False,
    pace: Pace = None,
    browser: Browser = None,
    ocr: Ocr = True,
    log_format: LogOption = None,
    metrics: MetricsOption = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """A worker of the fleet on PostgreSQL (XUNCHA_DATABASE), one of any number on any machines 多机检测的一个工作进程."""
    from xuncha import run_fleet

    options = run_fleet.Options(
        data, at_once, allow_private, pace, browser, ocr, lang, leave_seconds, log_format, metrics
    )
    _until(options, run_fleet.work)


def audit_now(
    platforms: Annotated[
        list[str] | None, typer.Argument(help="Numbers, addresses, names, or parts of addresses 编号、网址或名称")
    ] = None,
    tag: Tag = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Have registered platforms audited at once, before all that is scheduled 立即检测已登记的平台."""
    from xuncha import run_fleet

    raise typer.Exit(guarded(lang, lambda: run_fleet.audit_now(data, tuple(platforms or ()), tag, lang)))


def _until(options: Options, how: Until) -> None:
    from xuncha import run_fleet

    raise typer.Exit(
        guarded_until(
            options.lang,
            lambda stop: run_fleet.until(options, how, stop),
            options.leave_seconds,
            run_fleet.LEAVING,
            run_fleet.GOES_ON,
        )
    )

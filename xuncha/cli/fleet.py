"""The commands that audit registered platforms: run-due, serve, work, audit-now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha.cli.worker_options import take_worker_options
from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, TagOption, run_guarded, run_guarded_until

if TYPE_CHECKING:
    from xuncha.commands.run_fleet import FleetOptions, UntilStopped

LEAVE_SECONDS = 60.0
Leave = Annotated[float, typer.Option("--leave-seconds", min=0)]


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("run-due")(run_due)
    app.command()(serve)
    app.command()(work)
    app.command("audit-now")(audit_now)


@take_worker_options
def run_due(options: FleetOptions, tag: TagOption = "") -> None:
    """Run all jobs that are due now, then end: for cron and systemd timers."""
    from xuncha.commands import run_fleet

    raise typer.Exit(run_guarded(options.lang, lambda: run_fleet.run_due(options, tag), run_fleet.GOES_ON))


@take_worker_options
def serve(options: FleetOptions, leave_seconds: Leave = LEAVE_SECONDS) -> None:
    """Audit registered platforms as they are due, in this one process, until SIGTERM or Ctrl-C."""
    from xuncha.commands import run_fleet

    _until(replace(options, leave_seconds=leave_seconds), run_fleet.serve_in_process)


@take_worker_options
def work(options: FleetOptions, leave_seconds: Leave = LEAVE_SECONDS) -> None:
    """Run a worker on PostgreSQL (XUNCHA_DATABASE), one of any number on any machines."""
    from xuncha.commands import run_fleet

    _until(replace(options, leave_seconds=leave_seconds), run_fleet.work_in_fleet)


def audit_now(
    platforms: Annotated[list[str] | None, typer.Argument()] = None,
    tag: TagOption = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Have registered platforms audited at once, before everything that is scheduled."""
    from xuncha.commands import run_fleet

    raise typer.Exit(run_guarded(lang, lambda: run_fleet.request_audits_now(data, tuple(platforms or ()), tag, lang)))


def _until(options: FleetOptions, how: UntilStopped) -> None:
    from xuncha.commands import run_fleet

    raise typer.Exit(
        run_guarded_until(
            options.lang,
            lambda stop: run_fleet.run_until_stopped(options, how, stop),
            options.leave_seconds,
            run_fleet.LEAVING,
            run_fleet.GOES_ON,
        )
    )

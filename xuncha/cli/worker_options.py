"""The options that every worker takes, declared once for run-due, serve and work."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, BrowserOption, DataOption, LangOption
from xuncha.telemetry.log_format import LogFormat


def _shared(
    at_once: Annotated[int, typer.Option("--at-once", min=1, max=64)] = 1,
    # No effect any more; it says what replaced it, so that an old systemd unit keeps working and its owner is told.
    allow_private: Annotated[bool, typer.Option("--allow-private", hidden=True)] = False,
    pace: Annotated[float | None, typer.Option(min=0)] = None,
    browser: BrowserOption = None,
    ocr: Annotated[bool, typer.Option("--ocr/--no-ocr")] = True,
    log_format: Annotated[LogFormat | None, typer.Option()] = None,
    metrics: Annotated[str, typer.Option()] = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """The options themselves, in the order of the help; never called."""


def take_worker_options(command: Callable[..., None]) -> Callable[..., None]:
    """Decorate a command that is called with FleetOptions and its own options: Typer reads the shared options for it.

    In the help its own options come second, after ``--at-once``.
    """
    shared = inspect.signature(_shared, eval_str=True).parameters
    unread = {"FleetOptions": object}  # heavy to import, and Typer never sees it
    _, *own = inspect.signature(command, locals=unread, eval_str=True).parameters.values()

    @wraps(command)
    def run(**given: Any) -> None:
        from xuncha.commands.run_fleet import FleetOptions

        common = {name: given.pop(name) for name in shared}
        command(FleetOptions(**common), **given)

    first, *others = shared.values()
    taken = [first, *own, *others]
    read_by_typer: Any = run
    read_by_typer.__signature__ = inspect.Signature(taken)
    read_by_typer.__annotations__ = {parameter.name: parameter.annotation for parameter in taken}
    return run

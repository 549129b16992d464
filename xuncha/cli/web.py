"""The command by which the workbench is served: web."""

from __future__ import annotations

from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, run_guarded_until


def register_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(web)


def web(
    listen: Annotated[str, typer.Option()] = "127.0.0.1:8750",
    evidence_listen: Annotated[str, typer.Option("--evidence-listen")] = "127.0.0.2:8751",
    public: Annotated[str, typer.Option()] = "",
    evidence_public: Annotated[str, typer.Option("--evidence-public")] = "",
    first_admin: Annotated[bool, typer.Option("--first-admin")] = False,
    worker: Annotated[bool, typer.Option("--worker")] = False,
    may_consent: Annotated[list[str] | None, typer.Option("--may-consent", metavar="HOST[:PORT]")] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Serve the workbench, in which people decide what a machine may not."""
    from xuncha.web.serve_web import LEAVING, WebOptions, run_web

    options = WebOptions(
        data, listen, evidence_listen, public, evidence_public, first_admin, lang, worker, tuple(may_consent or ())
    )
    raise typer.Exit(run_guarded_until(lang, lambda stop: run_web(options, stop), 15.0, LEAVING, LEAVING))

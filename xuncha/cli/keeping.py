"""The commands that look after stored evidence: prune, verify-store."""

from __future__ import annotations

from typing import Annotated

import typer

from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, run_guarded


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(prune)
    app.command("verify-store")(verify_store)


def prune(
    keep: Annotated[str, typer.Option()],
    keep_audits: Annotated[int, typer.Option(min=1)] = 1,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Remove pages and pictures of old visits; verdicts and scores stay.

    Keeps what decisions, documents or red lines rest on.
    """
    from xuncha.commands.run_prune import run_prune

    raise typer.Exit(run_guarded(lang, lambda: run_prune(data, keep, keep_audits, yes, dry_run, lang)))


def verify_store(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Read all evidence that the database names and report what is missing or damaged, say after a restore.

    Exit code 1 if any is.
    """
    from xuncha.commands.run_verify_store import run_verify_store

    raise typer.Exit(run_guarded(lang, lambda: run_verify_store(data, lang)))

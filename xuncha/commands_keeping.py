"""The commands by which stored evidence is looked after: prune, verify-store."""

from __future__ import annotations

from typing import Annotated

import typer

from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(prune)
    app.command("verify-store")(verify_store)


def prune(
    keep: Annotated[str, typer.Option(help="How long pages are kept, e.g. 180d 保留期限")],
    keep_audits: Annotated[
        int, typer.Option(min=1, help="Newest visits of each platform that stay 每个平台保留次数")
    ] = 1,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it; else only show what would go 执行清理")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show, the default 只列出")] = False,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Remove pages and pictures of old visits; verdicts and scores stay 清理旧证据. Keeps what decisions, documents or red lines stand on."""
    from xuncha.prune import run_prune

    raise typer.Exit(guarded(lang, lambda: run_prune(data, keep, keep_audits, yes, dry_run, lang)))


def verify_store(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Read all evidence that the database names and say what is missing or damaged, as after a restore 核对全部证据. Exit code 1 if any is."""
    from xuncha.verify_store import run_verify

    raise typer.Exit(guarded(lang, lambda: run_verify(data, lang)))

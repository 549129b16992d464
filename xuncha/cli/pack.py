"""The commands around packs: verify one, show or rotate the signing key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probes.finding import Text
from xuncha.console.lang import Lang
from xuncha.guarded import DATA, DataOption, LangOption, run_guarded

STOPPED = Text("已中断，未得出结论", "interrupted before there was an answer")
KEY = typer.Typer(no_args_is_help=True)


def register_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(verify)
    KEY.command("show")(show)
    KEY.command("rotate")(rotate)
    app.add_typer(KEY, name="key")


def verify(
    pack: Annotated[Path, typer.Argument()],
    key: Annotated[str, typer.Option()] = "",
    previous: Annotated[Path | None, typer.Option()] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Verify a pack without database or network.

    Exit codes: 0 proven, signed with --key or a key of this data folder; 4 consistent, signer unknown; 1 wrong or not
    proven; 2 nothing to verify.
    """
    from xuncha.commands.run_verify import run_verify

    raise typer.Exit(run_guarded(lang, lambda: run_verify(pack, key, previous, data, lang, as_json), STOPPED))


def show(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Show the public key that packs are signed with, and its predecessors."""
    from xuncha.commands.run_verify import run_key_show

    raise typer.Exit(run_guarded(lang, lambda: run_key_show(data, lang), STOPPED))


def rotate(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Make a new key, which the old one vouches for."""
    from xuncha.commands.run_verify import run_key_rotate

    raise typer.Exit(run_guarded(lang, lambda: run_key_rotate(data, lang), STOPPED))

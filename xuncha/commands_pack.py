"""The commands for who receives a pack and who signs it: verify, key show, key rotate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from probes.finding import Text
from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang

STOPPED = Text("已中断，未得出结论", "interrupted before there was an answer")
KEY = typer.Typer(no_args_is_help=True, help="The key that packs are signed with 签名密钥")


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(verify)
    KEY.command("show")(show)
    KEY.command("rotate")(rotate)
    app.add_typer(KEY, name="key")


def verify(
    pack: Annotated[Path, typer.Argument(help="The pack 证据包")],
    key: Annotated[str, typer.Option(help="Public key of the signer, got by another way 另行取得的公钥")] = "",
    previous: Annotated[Path | None, typer.Option(help="The pack before of the same platform 前一个包")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs 输出 JSON")] = False,
    lang: LangOption = Lang.ZH,
) -> None:
    """Prove a pack without database or network 核验证据包. Exit code 1 where something is wrong or not proven."""
    from xuncha.pack.verifying import run_verify

    raise typer.Exit(guarded(lang, lambda: run_verify(pack, key, previous, lang, as_json), STOPPED))


def show(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Show the public key that packs are signed with, and those before it 显示公钥."""
    from xuncha.pack.verifying import run_key_show

    raise typer.Exit(guarded(lang, lambda: run_key_show(data, lang), STOPPED))


def rotate(data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Make a new key, which the old one vouches for 更换密钥."""
    from xuncha.pack.verifying import run_key_rotate

    raise typer.Exit(guarded(lang, lambda: run_key_rotate(data, lang), STOPPED))

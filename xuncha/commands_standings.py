"""The commands about standings over time: rank, compare, trend, rectify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang

rectify = typer.Typer(no_args_is_help=True, help="What platforms are told to mend 整改", rich_markup_mode=None)
Tag = Annotated[str, typer.Option(help="Only those of this tag or batch 标签或批次")]
Table = Annotated[Path | None, typer.Option("--to", help="Write a file instead, .xlsx or .csv 写到")]
Which = Annotated[str, typer.Argument(help="Number, address, name, or part of the address 编号、网址或名称")]
OnePlatform = Annotated[str, typer.Option(help="Only this one: number, address or name 只看一个平台")]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(rank)
    app.command()(compare)
    app.command()(trend)
    app.add_typer(rectify, name="rectify")


def rank(
    tag: Tag = "",
    stage: Annotated[str, typer.Option(help="auto | prov | final")] = "prov",
    to: Table = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Rank registered platforms by where they stand; only comparable ones against each other 平台排名."""
    from xuncha import rank as work

    async def run() -> int:
        return await work.run(data, tag, work.stage_of(stage), to, lang)

    raise typer.Exit(guarded(lang, run))


def compare(
    first: Annotated[str, typer.Argument(help="First letters of an audit's id 检测编号")],
    second: Annotated[str, typer.Argument(help="Of another one, of the same or another platform 另一次检测")],
    to: Annotated[Path | None, typer.Option(help="Write a file instead, .html, .xlsx or .csv 写到")] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Compare two audits: what changed, and whether the site, the rules or persons changed it 比较两次检测."""
    from xuncha import compare as work

    raise typer.Exit(guarded(lang, lambda: work.run(data, first, second, to, lang)))


def trend(
    platform: Which,
    item: Annotated[str, typer.Option(help="One item, like N.N-n 条款")] = "",
    to: Table = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show the audits of one platform over time 平台历次检测."""
    from xuncha import trend as work

    raise typer.Exit(guarded(lang, lambda: work.run(data, platform, item, to, lang)))


@rectify.command()
def export(
    to: Annotated[Path, typer.Option(help=".xlsx or .csv 写到")],
    tag: Tag = "",
    platform: OnePlatform = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write a sheet of all that is still wanting, to fill in and read back 导出整改表."""
    from xuncha import rectify as work

    raise typer.Exit(guarded(lang, lambda: work.write_out(data, to, tag, platform, lang)))


@rectify.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The filled-in sheet, .xlsx or .csv 填好的表")],
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Read a filled-in sheet back 读回整改表. Exit code 2 where a row was bad; the good ones count."""
    from xuncha import rectify as work

    raise typer.Exit(guarded(lang, lambda: work.bring_in(data, file, lang)))


@rectify.command("list")
def list_all(
    tag: Tag = "",
    platform: OnePlatform = "",
    all: Annotated[bool, typer.Option("--all", help="Closed ones too 含已关闭")] = False,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """List what is wanting, notified, due, found well or closed 整改清单."""
    from xuncha import rectify as work

    raise typer.Exit(guarded(lang, lambda: work.list_all(data, tag, platform, all, lang)))

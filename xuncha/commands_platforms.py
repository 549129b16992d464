"""The commands by which platforms are registered: platforms import, export, add, edit, list, pause, resume, remove."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang

platforms = typer.Typer(no_args_is_help=True, help="Registered platforms 已登记的平台", rich_markup_mode=None)
Which = Annotated[str, typer.Argument(help="Number, address, name, or part of the address 编号、网址或名称")]
Tag = Annotated[str, typer.Option(help="Only those of this tag or batch 标签或批次")]
Fields = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="FIELD=VALUE, a column of the sheet by its Chinese or English name 字段=值; '-' takes it out"
    ),
]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(platforms, name="platforms")


@platforms.command("import")
def bring_in(
    file: Annotated[Path | None, typer.Argument(help="list.xlsx or list.csv 平台清单")] = None,
    template: Annotated[Path | None, typer.Option(help="Write an empty sheet there instead 生成样表")] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Register the platforms of a sheet 导入平台清单. Exit code 2 where a row was bad; the good ones count."""
    from xuncha import platforms as work
    from xuncha.target import BadTarget

    async def run() -> int:
        if template is not None:
            return work.write_template(template, lang)
        if file is None:
            raise BadTarget(
                "请给出清单文件，或用 --template 生成样表", "give a file, or make an empty one with --template"
            )
        return await work.bring_in(data, file, lang)

    raise typer.Exit(guarded(lang, run))


@platforms.command()
def export(
    to: Annotated[Path, typer.Argument(help=".xlsx or .csv 写到")],
    tag: Tag = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write the register as a sheet that can be imported again 导出平台清单."""
    from xuncha import platforms as work

    raise typer.Exit(guarded(lang, lambda: work.write_out(data, to, tag, lang)))


@platforms.command()
def add(
    url: Annotated[str, typer.Argument(help="Home page 首页网址")],
    set: Fields = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Register one platform 登记一个平台: --set 平台名称=… --set schedule=7d."""
    from xuncha import platforms as work

    raise typer.Exit(guarded(lang, lambda: work.add(data, {**work.fields(set), "url": url}, lang)))


@platforms.command()
def edit(which: Which, set: Fields = None, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Change what is registered of a platform 修改登记."""
    from xuncha import platforms as work

    raise typer.Exit(guarded(lang, lambda: work.edit(data, which, work.fields(set), lang)))


@platforms.command("list")
def list_all(tag: Tag = "", data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """List the registered platforms 列出平台."""
    from xuncha import platforms as work

    raise typer.Exit(guarded(lang, lambda: work.list_all(data, tag, lang)))


@platforms.command()
def pause(which: Which, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Audit it no more by itself, until taken up again 暂停检测."""
    _state(which, "paused", data, lang)


@platforms.command()
def resume(which: Which, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Take up a paused platform 恢复检测."""
    _state(which, "active", data, lang)


@platforms.command()
def remove(which: Which, data: DataOption = DATA, lang: LangOption = Lang.ZH) -> None:
    """Take a platform off the register; its history stays 移除平台."""
    _state(which, "removed", data, lang)


def _state(which: str, state: str, data: Path, lang: Lang) -> None:
    from storage.register_tables import Standing
    from xuncha import platforms as work

    raise typer.Exit(guarded(lang, lambda: work.set_state(data, which, Standing(state), lang)))

"""The commands by which people decide: sheet, decide, attach."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang

AuditArgument = Annotated[str, typer.Argument(help="First letters of an audit's id 检测编号")]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(sheet)
    app.command()(decide)
    app.command()(attach)


def sheet(
    id: AuditArgument,
    to: Annotated[Path, typer.Option(help="The workbook to write, .xlsx 写到")] = Path("review.xlsx"),
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Write the sheet in which people decide items, red lines and profile 生成供人员填写的评审表."""
    from xuncha.sheet import make_sheet

    raise typer.Exit(guarded(lang, lambda: make_sheet(data, id, to, lang)))


def decide(
    id: AuditArgument,
    filled: Annotated[Path, typer.Option("--from", help="The filled-in sheet, .xlsx or .csv 填好的表")],
    assessor: Annotated[str, typer.Option(help="Who decided, where a row names nobody 评审员")] = "",
    attach: Annotated[list[Path] | None, typer.Option(help="A document that a row names 材料文件")] = None,
    second_audit: Annotated[str, typer.Option(help="Another audit that shows the red lines too 另一次检测")] = "",
    out: Annotated[Path | None, typer.Option(help="Write report.html and audit.json there 报告目录")] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Read a filled-in sheet and judge the audit with it 读入评审表. Exit code 2 where a row was bad; the good ones count."""
    from xuncha.run_decide import run_decide

    raise typer.Exit(
        guarded(lang, lambda: run_decide(data, id, filled, assessor, tuple(attach or ()), second_audit, out, lang))
    )


def attach(
    id: AuditArgument,
    file: Annotated[Path, typer.Argument(help="The document 材料文件")],
    item: Annotated[list[str], typer.Option(help="The item it proves, N.N-n; several allowed 条款")],
    by: Annotated[str, typer.Option(help="Who files it 提交人")] = "",
    note: Annotated[str, typer.Option(help="What it shows 说明")] = "",
    device: Annotated[str, typer.Option(help="Of a screenshot: desktop | mobile 截图的终端")] = "",
    at: Annotated[str, typer.Option(help="Of a screenshot: when it was taken 截图时间, 2026-11-25T09:30")] = "",
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """File a document or a screenshot for an item 为条款附上材料."""
    from xuncha.run_decide import run_attach

    raise typer.Exit(guarded(lang, lambda: run_attach(data, id, file, tuple(item), by, note, device, at, lang)))

"""The command that shows what goes on, status, and the options of long-running commands by which they are seen."""

from __future__ import annotations

from typing import Annotated

import typer

from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.log_format import LogFormat
from xuncha.words import Lang

# For commands that run long: see xuncha.seeing.
LogOption = Annotated[
    LogFormat | None, typer.Option("--log-format", help="Logs: text | json, default XUNCHA_LOG 日志格式")
]
MetricsOption = Annotated[
    str, typer.Option("--metrics", help="Numbers for Prometheus at PORT (this machine alone) or HOST:PORT 监控指标地址")
]


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.command()(status)


def status(
    tag: Annotated[str, typer.Option(help="Only platforms of this tag or batch 标签或批次")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, see docs/monitoring.md")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Again and again, until Ctrl-C 持续刷新")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks 间隔秒数")] = 5.0,
    last: Annotated[int, typer.Option(min=0, max=1000, help="Lines of each list 每表行数")] = 5,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show what waits, runs, is due, failed, who works, and when it will be done 查看运行状态."""
    from xuncha.show_status import Showing, show

    showing = Showing(data, tag, as_json, every if watch else None, last, lang)
    raise typer.Exit(guarded(lang, lambda: show(showing)))

"""The command line.

Exit codes: 0 done; 1 below a mark, new shortfalls, or visits that cannot be read; 2 bad use; 3 target not seen or no score; 130 interrupted.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from xuncha import (
    commands_export,
    commands_fleet,
    commands_keeping,
    commands_pack,
    commands_people,
    commands_platforms,
    commands_rejudge,
    commands_standings,
    commands_status,
    interrupt,
)
from xuncha.guarded import DATA, DataOption, LangOption, guarded
from xuncha.words import Lang

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

BaselineOption = Annotated[Path | None, typer.Option(help="Accepted shortfalls: only new ones fail 基线")]
FailOption = Annotated[str, typer.Option(help="Exit 1 on new: fail | partial | question")]
JunitOption = Annotated[Path | None, typer.Option(help="Write JUnit XML there")]
SarifOption = Annotated[Path | None, typer.Option(help="Write SARIF there")]


@app.callback()
def root() -> None:
    """Xuncha 巡查: audits live Chinese e-commerce platforms from outside, with evidence."""


@app.command()
def audit(
    url: Annotated[str, typer.Argument(help="Address of the shop 平台网址")] = "",
    out: Annotated[Path, typer.Option(help="Folder for report.html and audit.json 报告目录")] = Path("xuncha-report"),
    data: DataOption = DATA,
    device: Annotated[str, typer.Option(help="desktop | mobile | both (default)")] = "",
    item: Annotated[list[str] | None, typer.Option(help="Only this item, N.N-n 只测该项")] = None,
    budget: Annotated[list[str] | None, typer.Option(help="seconds=N or pages=N")] = None,
    name: Annotated[str, typer.Option(help="Name of the shop 平台名称")] = "",
    profile: Annotated[list[str] | None, typer.Option(help="What the shop is: goods, food=no ... 平台属性")] = None,
    consent: Annotated[
        list[str] | None,
        typer.Option(help="A recorded consent of the platform: robots, search_post (a search sent by POST)"),
    ] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="Private and loopback addresses too")] = False,
    pace: Annotated[float | None, typer.Option(help="Page loads a second on one host; 0 = no limit")] = None,
    browser: Annotated[Path | None, typer.Option(help="A Chromium to use")] = None,
    ocr: Annotated[
        bool | None, typer.Option("--ocr/--no-ocr", help="Read pictures 识别图片文字 [default: ocr]")
    ] = None,
    fail_under: Annotated[float | None, typer.Option(help="Exit 1 if S_auto is below this")] = None,
    resume: Annotated[str, typer.Option(help="Take up an interrupted visit by its id 续查")] = "",
    baseline: BaselineOption = None,
    fail_on: FailOption = "",
    junit: JunitOption = None,
    sarif: SarifOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Audit one shop now 检查一个平台."""
    from xuncha.run_audit import Options, run_audit

    options = Options(
        url, out, data, device, tuple(item or ()), tuple(budget or ()), name, tuple(profile or ()), tuple(consent or ()),
        allow_private, pace, browser, ocr, fail_under, resume, (baseline, fail_on, junit, sarif), lang,
    )  # fmt: skip
    raise typer.Exit(guarded(lang, lambda: run_audit(options)))


@app.command()
def audits(
    data: DataOption = DATA,
    limit: Annotated[int, typer.Option(min=1, help="Newest first 最近若干次")] = 50,
    lang: LangOption = Lang.ZH,
) -> None:
    """List stored audits and interrupted visits 列出检测记录."""
    from xuncha.lists import list_all

    raise typer.Exit(guarded(lang, lambda: list_all(data, limit, lang)))


@app.command()
def show(
    id: Annotated[str, typer.Argument(help="First letters of an audit's id")],
    data: DataOption = DATA,
    out: Annotated[Path | None, typer.Option(help="Write report.html and audit.json there")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show one stored audit, or write its report again 查看一次检测."""
    from xuncha.lists import show_one

    raise typer.Exit(guarded(lang, lambda: show_one(data, id, out, lang)))


@app.command()
def look(
    audit: Annotated[str, typer.Argument(help="First letters of an audit's id")],
    role: Annotated[str, typer.Option(help="What page it is: home, product, search ... 页面类型")],
    device: Annotated[str, typer.Option(help="desktop | mobile")] = "desktop",
    url: Annotated[str, typer.Option(help="Where the window opens; default: where we were stopped")] = "",
    person: Annotated[str, typer.Option(help="Who looks 查看人 [default: the user here]")] = "",
    data: DataOption = DATA,
    out: Annotated[Path | None, typer.Option(help="Write report.html and audit.json there")] = None,
    browser: Annotated[Path | None, typer.Option(help="A Chromium with a window")] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Open a walled page by hand in a window, capture it, judge again 人工打开页面."""
    from xuncha.look import Options, run_look

    options = Options(audit, role, device, url, person, data, out, browser, lang)
    raise typer.Exit(guarded(lang, lambda: run_look(options)))


@app.command()
def check(
    audit: Annotated[str, typer.Argument(help="First letters of an audit's id, or an audit.json")],
    baseline: BaselineOption = None,
    fail_on: FailOption = "fail",
    junit: JunitOption = None,
    sarif: SarifOption = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Hold an audit against a baseline, as a build does 按基线核对."""
    from xuncha.ci import run
    from xuncha.ci.gate import Gate, severity

    raise typer.Exit(
        guarded(lang, lambda: run.check(audit, data, Gate(baseline, severity(fail_on), junit, sarif, lang)))
    )


@app.command("baseline")
def write_baseline(
    audit: Annotated[str, typer.Argument(help="First letters of an audit's id, or an audit.json")],
    to: Annotated[Path, typer.Option(help="The new file 写到")],
    reason: Annotated[str, typer.Option(help="Why these are accepted 接受理由")],
    until: Annotated[str, typer.Option(help="Until when, e.g. 2027-03-31 截止日期")],
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Accept what an audit found wanting until a day 生成基线."""
    from xuncha.ci import run

    raise typer.Exit(guarded(lang, lambda: run.write_baseline(audit, data, to, reason, until, lang)))


@app.command()
def probes(lang: LangOption = Lang.ZH) -> None:
    """List every probe with its question and where it counts 列出探针."""
    from xuncha.lists import list_probes

    raise typer.Exit(guarded(lang, lambda: list_probes(lang)))


@app.command("new-probe")
def new_probe(
    name: Annotated[str, typer.Argument(help="SUBJECT/NAME, e.g. disclosure/licence_date")], lang: LangOption = Lang.ZH
) -> None:
    """Make a new probe: its file, its table and golden cases that run 新建探针."""
    from xuncha.new_probe import new_probe as make

    raise typer.Exit(guarded(lang, lambda: make(name, lang)))


@app.command()
def doctor(data: DataOption = DATA) -> None:
    """Say whether an audit can run here 检查运行环境."""
    from xuncha import doctor as doctors

    raise typer.Exit(doctors.run(data))


commands_people.register(app)
commands_platforms.register(app)
commands_fleet.register(app)
commands_keeping.register(app)
commands_export.register(app)
commands_pack.register(app)
commands_standings.register(app)
commands_status.register(app)
commands_rejudge.register(app)


def main() -> None:
    """The console script."""
    from xuncha import fonts

    interrupt.leave_early()
    os.umask(0o077)  # evidence may hold personal data
    fonts.use()
    app()


if __name__ == "__main__":
    main()

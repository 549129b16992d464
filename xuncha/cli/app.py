"""The command line.

Help texts of commands and options are in help.toml, one per language.

Exit codes: 0 done; 1 below a threshold, new shortfalls, or visits that cannot be read; 2 bad use; 3 target not seen or
no score; 130 interrupted.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from crawler.table_builder import ConfigurationError
from xuncha.cli.wrong_settings import stop_start

try:  # settings tables are read when their readers are imported
    from xuncha.cli import export, fleet, help_texts, keeping, pack, people, platforms, rejudge, standings, status, web
    from xuncha.cli.shell_completion import Shell, answer_completion, completion_script, is_completing
    from xuncha.console import signals
    from xuncha.console.lang import Lang
    from xuncha.guarded import BAD_USE, DATA, BrowserOption, DataOption, LangOption, OutOption, print_error, run_guarded
    from xuncha.settings import user_file
    from xuncha.settings.target import InvalidInput
    from xuncha.settings_check import check_settings
except ConfigurationError as wrong:
    stop_start(wrong)

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

AllowOption = Annotated[bool, typer.Option("--allow-private")]
BaselineOption = Annotated[Path | None, typer.Option()]
FailOption = Annotated[str, typer.Option()]
JunitOption = Annotated[Path | None, typer.Option()]
PrivateOption = Annotated[list[str] | None, typer.Option("--private", metavar="HOST[:PORT]")]
SarifOption = Annotated[Path | None, typer.Option()]


def _tell_version(asked: bool) -> None:
    if asked:
        from crawler.politeness import VERSION

        print(f"xuncha {VERSION}")
        raise typer.Exit


@app.callback()
def root(
    config: Annotated[Path | None, typer.Option("--config")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_tell_version, is_eager=True)] = False,
    lang: Annotated[Lang | None, typer.Option("--lang")] = None,
) -> None:
    """The options before a command; ``main`` has already read them, since they choose the language and the settings."""


@app.command()
def audit(
    url: Annotated[str, typer.Argument()] = "",
    out: Annotated[Path, typer.Option()] = Path("xuncha-report"),
    data: DataOption = DATA,
    device: Annotated[str, typer.Option()] = "",
    item: Annotated[list[str] | None, typer.Option()] = None,
    budget: Annotated[list[str] | None, typer.Option()] = None,
    name: Annotated[str, typer.Option()] = "",
    profile: Annotated[list[str] | None, typer.Option()] = None,
    consent: Annotated[list[str] | None, typer.Option()] = None,
    allow_private: AllowOption = False,
    private: PrivateOption = None,
    pace: Annotated[float | None, typer.Option()] = None,
    browser: BrowserOption = None,
    ocr: Annotated[bool | None, typer.Option("--ocr/--no-ocr")] = None,
    fail_under: Annotated[float | None, typer.Option(min=0, max=100)] = None,
    resume: Annotated[str, typer.Option()] = "",
    baseline: BaselineOption = None,
    fail_on: FailOption = "",
    junit: JunitOption = None,
    sarif: SarifOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Audit one shop now."""
    from xuncha.commands.run_audit import AuditOptions, run_audit

    options = AuditOptions(
        url, out, data, device, tuple(item or ()), tuple(budget or ()), name, tuple(profile or ()), tuple(consent or ()),
        allow_private, tuple(private or ()), pace, browser, ocr, fail_under, resume, (baseline, fail_on, junit, sarif), lang,
    )  # fmt: skip
    raise typer.Exit(run_guarded(lang, lambda: run_audit(options)))


@app.command()
def audits(
    data: DataOption = DATA,
    limit: Annotated[int, typer.Option(min=1)] = 50,
    lang: LangOption = Lang.ZH,
) -> None:
    """List stored visits, every judgement of each, and which one counts."""
    from xuncha.audit.list_audits import print_audits

    raise typer.Exit(run_guarded(lang, lambda: print_audits(data, limit, lang)))


@app.command()
def show(
    id: Annotated[str, typer.Argument()],
    data: DataOption = DATA,
    out: OutOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Show one stored audit, or write its report again."""
    from xuncha.audit.stored_audits import show_audit

    raise typer.Exit(run_guarded(lang, lambda: show_audit(data, id, out, lang)))


@app.command()
def look(
    audit: Annotated[str, typer.Argument()],
    role: Annotated[str, typer.Option()],
    device: Annotated[str, typer.Option()] = "desktop",
    url: Annotated[str, typer.Option()] = "",
    person: Annotated[str, typer.Option()] = "",
    data: DataOption = DATA,
    out: OutOption = None,
    browser: BrowserOption = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """Open a walled page by hand in a window, capture it, judge again."""
    from xuncha.commands.run_look import LookOptions, run_look

    options = LookOptions(audit, role, device, url, person, data, out, browser, lang)
    raise typer.Exit(run_guarded(lang, lambda: run_look(options)))


@app.command()
def check(
    audit: Annotated[str, typer.Argument()],
    baseline: BaselineOption = None,
    fail_on: FailOption = "fail",
    junit: JunitOption = None,
    sarif: SarifOption = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Check an audit against a baseline, as a build does."""
    from xuncha.ci import ci_commands
    from xuncha.ci.gate import BuildGate, parse_severity

    raise typer.Exit(
        run_guarded(
            lang,
            lambda: ci_commands.check_audit(
                audit, data, BuildGate(baseline, parse_severity(fail_on), junit, sarif, lang)
            ),
        )
    )


@app.command("baseline")
def write_baseline(
    audit: Annotated[str, typer.Argument()],
    to: Annotated[Path, typer.Option()],
    reason: Annotated[str, typer.Option()],
    until: Annotated[str, typer.Option()],
    data: DataOption = DATA,
    lang: LangOption = Lang.ZH,
) -> None:
    """Accept all shortfalls of an audit until a day."""
    from xuncha.ci import ci_commands

    raise typer.Exit(run_guarded(lang, lambda: ci_commands.write_baseline(audit, data, to, reason, until, lang)))


@app.command()
def probes(lang: LangOption = Lang.ZH) -> None:
    """List every probe with its question and where it counts."""
    from xuncha.audit.stored_audits import print_probes

    raise typer.Exit(run_guarded(lang, lambda: print_probes(lang)))


@app.command("new-probe")
def new_probe(
    name: Annotated[str, typer.Argument()],
    kind: Annotated[str, typer.Option()] = "words",
    role: Annotated[str, typer.Option()] = "",
    lang: LangOption = Lang.ZH,
) -> None:
    """Make a new probe: its file, its table and golden cases that run."""
    from xuncha.new_probe import create_probe as make

    raise typer.Exit(run_guarded(lang, lambda: make(name, kind, role, lang)))


@app.command()
def doctor(data: DataOption = DATA) -> None:
    """Check whether an audit can run here."""
    from xuncha import doctor as doctors

    raise typer.Exit(doctors.run_doctor(data))


@app.command()
def completion(shell: Annotated[Shell, typer.Argument()]) -> None:
    """Print the script that completes commands in a shell: ``eval "$(xuncha completion bash)"``."""
    print(completion_script(shell))


people.register_commands(app)
platforms.register_commands(app)
fleet.register_commands(app)
keeping.register_commands(app)
export.register_commands(app)
pack.register_commands(app)
standings.register_commands(app)
status.register_commands(app)
rejudge.register_commands(app)
web.register_commands(app)


def main() -> None:
    """The console script ``xuncha``."""
    from xuncha.console import fonts

    signals.exit_on_early_signals()
    os.umask(0o077)  # evidence may hold personal data
    command, words = typer.main.get_command(app), sys.argv[1:]
    if is_completing():
        help_texts.translate_help(command, help_texts.choose_language((), os.environ))
        sys.exit(answer_completion(command))
    try:
        check_settings()
    except ConfigurationError as fault:
        stop_start(fault)
    fonts.use_chinese_font()
    before = words_before_command(words)
    if given := help_texts.find_option_value("--lang", before):
        os.environ["XUNCHA_LANG"] = given  # also the command's language, unless the command is given another
    try:
        found = user_file.find_settings_file(help_texts.find_option_value("--config", before), os.environ, Path.cwd())
        told = user_file.read_settings_file(found, command)
    except InvalidInput as unfit:
        print_error(unfit.text, help_texts.choose_language(words, os.environ))
        sys.exit(BAD_USE)
    told.apply(os.environ)
    lang = help_texts.choose_language(words, os.environ)
    help_texts.translate_help(command, lang)
    try:
        code = help_texts.run_command(command, words, lang, told.options)
    except ConfigurationError as fault:  # a table that is read as the modules of the command are imported
        stop_start(fault)
    sys.exit(code)


def words_before_command(words: Sequence[str]) -> list[str]:
    """The words before the command: the program's own options and their values."""
    pairs = itertools.pairwise(("", *words))
    return [word for _, word in itertools.takewhile(lambda pair: any(side.startswith("-") for side in pair), pairs)]


if __name__ == "__main__":
    main()

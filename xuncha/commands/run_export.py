"""The command ``export``: checks which options go together, then makes the packs."""

from __future__ import annotations

from pathlib import Path

from xuncha.console.lang import Lang
from xuncha.errors import describe_fault
from xuncha.pack.batch import export_packs
from xuncha.pack.export import ExportOptions, export_pack
from xuncha.settings.select import parse_day
from xuncha.settings.target import InvalidInput


async def run_export(
    id: str,
    to: Path,
    tag: str,
    since: str,
    sealed: bool,
    tsas: tuple[str, ...],
    browser: Path | None,
    data: Path,
    lang: Lang,
) -> int:
    """Run the command; returns its exit code. Raises InvalidInput, and whatever making a pack raises."""
    if bool(id) == bool(tag or since):
        raise InvalidInput(
            "请给出一个编号，或用 --tag、--since 选出一批", "give one id, or choose a batch with --tag or --since"
        )
    options = ExportOptions(
        data, to, sealed, tuple(part for one in tsas for part in one.replace(",", " ").split()), browser, lang
    )
    if id:
        return await export_pack(options, id)
    return await export_packs(options, tag, parse_day(since), describe_fault)

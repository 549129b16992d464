"""``xuncha export``: reads what was asked, and says what does not go together."""

from __future__ import annotations

from pathlib import Path

from xuncha.choosing import day
from xuncha.pack.batch import export_many
from xuncha.pack.export import Options, export_one
from xuncha.target import BadTarget
from xuncha.words import Lang


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
    """Exit code. Raises BadTarget, and what making a pack raises."""
    if bool(id) == bool(tag or since):
        raise BadTarget(
            "请给出一个编号，或用 --tag、--since 选出一批", "give one id, or choose a batch with --tag or --since"
        )
    options = Options(
        data, to, sealed, tuple(each for one in tsas for each in one.replace(",", " ").split()), browser, lang
    )
    if id:
        return await export_one(options, id)
    return await export_many(options, tag, day(since))

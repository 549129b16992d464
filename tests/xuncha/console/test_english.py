"""English that is whole: every text there is has its English, no Chinese stands in it but what is quoted, and show says all of it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.db.session import Store, open_store
from tests.xuncha.command import ROOT
from tests.xuncha.keeping import kept, made
from xuncha.audit.stored_audits import show_audit
from xuncha.console.lang import Lang

ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
QUOTED = re.compile("“[^”]*”|'[^']*'")
# Papers for an authority are Chinese, with English beside it; words that are typed are named as they are typed.
PAPERS = "xuncha/pack/documents/minutes.toml"
TYPED = ("write 朝阳区 or Chaoyang",)


def pairs(table: Any, where: str) -> Iterator[tuple[str, str, str]]:
    """Every text of a table: where it stands, its Chinese and its English."""
    if isinstance(table, dict):
        if isinstance(table.get("zh"), str) and isinstance(table.get("en"), str):
            yield where, table["zh"], table["en"]
        for key, value in table.items():
            yield from pairs(value, f"{where}.{key}")
    elif isinstance(table, list):
        for number, value in enumerate(table):
            yield from pairs(value, f"{where}[{number}]")


def tables() -> list[Path]:
    return [ROOT / "probes.toml", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.toml")))]


@pytest.mark.parametrize("path", tables(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_text_of_a_table_is_there_in_english(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    for where, zh, en in pairs(tomllib.loads(path.read_text("utf-8")), name):
        assert en.strip() or not zh.strip() or name == PAPERS, where
        assert not CHINESE.search(QUOTED.sub("", en)), (where, en)


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_a_module_is_there_in_english(room: str) -> None:
    seen = 0
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if not isinstance(node, ast.Call) or name not in ("Text", "InvalidInput") or len(node.args) != 2:
                continue
            seen += 1
            for part in ast.walk(node.args[1]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    said = QUOTED.sub("", part.value)
                    assert not CHINESE.search(said) or any(text in said for text in TYPED), (
                        path.name,
                        part.lineno,
                        said,
                    )
    assert seen > 20 or room not in ("probes", "xuncha")  # it really reads them


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


async def test_show_in_english_is_english_but_for_what_pages_say(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = await kept(store, made())
    assert await show_audit(store.data, audit.id, None, Lang.EN) == 0
    english = capsys.readouterr().out.splitlines()
    assert await show_audit(store.data, audit.id, None, Lang.ZH) == 0
    assert len(english) == len(capsys.readouterr().out.splitlines())  # whole: not a line less
    quotes = {piece.quote for finding in audit.findings for piece in finding.answer.evidence} | {made().platform.name}
    for line in english:
        left = QUOTED.sub("", line)
        for quote in quotes:
            left = left.replace(quote, "") if quote else left
        assert not CHINESE.search(left), line


@pytest.mark.parametrize("room", ROOMS)
def test_no_line_that_serves_both_languages_has_chinese_brackets(room: str) -> None:
    """An f-string outside of a text's Chinese half is shown in both: «verdict（{say(…)}）» put Chinese brackets into English."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr) and path.name != "words.py":
                said = "".join(
                    part.value for part in node.values if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                inner = [
                    part
                    for part in ast.walk(node)
                    if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "say"
                ]
                assert not inner or not CHINESE.search(said), (path.name, node.lineno, said)

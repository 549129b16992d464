"""A page that tells all of what a check of several parts asks is never said to lack a part, however it is written; one that lacks it is never whole.

Held by tests/probes/halves.toml: pages as small shops write them, each also as a list, in traditional characters and in another voice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from crawler.vocabulary import Device
from probes.finding import Answer, Outcome
from probes.run import judge_site
from tests.cases import build
from tests.eval.labels import alone
from tests.eval.table import checks
from tests.rules import real_rules

PAGES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("halves.toml").read_text("utf-8"))["page"]
HOME = "示例商城首页\n示例商城，日用百货\n关于我们\n© 2026 济南示例商贸有限公司"


def _as_list(text: str) -> str:
    title, *lines = text.strip().split("\n")
    return "\n".join((title, *(line if "\t" in line else f"• {line}" for line in lines)))


def _traditional(text: str) -> str:
    raw = tomllib.loads(files("probes.text").joinpath("normalise.toml").read_text("utf-8"))["traditional"]
    known: dict[int, str] = {}
    for theirs, ours in raw.split():
        known.setdefault(ord(ours), theirs)
    return text.translate(known)


def _voiced(text: str) -> str:
    return text.replace("我们", "本店").replace("您", "顾客")


def _with_another_matter(text: str) -> str:
    return f"{text.strip()}\n本店每天早上八点理货，欢迎到店看样。"


CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "list": _as_list,
    "traditional": _traditional,
    "voice": _voiced,
    "beside": _with_another_matter,
}


def _ask(page: dict[str, Any], text: str) -> Answer:
    home = build.view("home", HOME)
    asked = build.view(page["role"], text, title=text.strip().split("\n")[0], url=f"{build.SHOP}{page['role']}")
    bar = real_rules().standard.values.recall_bar
    found = judge_site((checks()[page["check"]],), alone(asked, home), strict=True, bar=bar)
    return next(finding.answer for finding in found if finding.device is Device.DESKTOP)


def _pages(whole: bool) -> list[Any]:
    return [pytest.param(page, id=f"{page['check']}-{at}") for at, page in enumerate(PAGES) if page["whole"] is whole]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("page", _pages(whole=True))
def test_what_is_told_in_full_is_neither_denied_nor_halved(page: dict[str, Any], change: str) -> None:
    answer = _ask(page, CHANGES[change](page["text"]))
    share = 1.0 if answer.fraction is None else answer.fraction
    assert answer.outcome is not Outcome.NO, answer.because
    assert answer.outcome is not Outcome.YES or share == 1.0 or (answer.ceiling or 0.0) > share, answer.because


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("page", _pages(whole=False))
def test_what_is_told_in_part_is_not_taken_for_all(page: dict[str, Any], change: str) -> None:
    answer = _ask(page, CHANGES[change](page["text"]))
    assert answer.outcome is not Outcome.YES or (answer.fraction or 0.0) < 1.0, answer.because

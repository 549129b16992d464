"""The words for the stages an audit says it is at: "desktop home landed", "mobile login landed: blocked", "act NAME"."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from probes.finding import Text


def words(stage: str) -> Text:
    """A stage in both languages. What has no words of its own is shown as it is."""
    table = _table()
    looked, _, reason = stage.partition(": ")
    named = [Text(**table[word]) if word in table else Text(word, word) for word in looked.split(" ") if word]
    zh, en = " ".join(each.zh for each in named), " ".join(each.en for each in named)
    if reason:
        why = Text(**_gaps()[reason]) if reason in _gaps() else Text(reason, reason)
        zh, en = f"{zh}：{why.zh}", f"{en}: {why.en}"
    return Text(zh, en)


def gap(reason: str) -> Text:
    """Why a page is none, like "blocked: 滑块": the reason in both languages, what was told of it as it is."""
    name, _, detail = reason.partition(": ")
    why = Text(**_gaps()[name]) if name in _gaps() else Text(name, name)
    return Text(f"{why.zh}：{detail}", f"{why.en}: {detail}") if detail else why


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """stages.toml, with the words that reports have for devices, pages and states."""
    own = tomllib.loads(files("xuncha").joinpath("stages.toml").read_text("utf-8"))["stages"]
    report = tomllib.loads(files("xuncha.reports").joinpath("words.toml").read_text("utf-8"))
    return {**report["device"], **report["state"], **report["roles"], **own}


@cache
def _gaps() -> Mapping[str, Mapping[str, str]]:
    """The words that probes have for the reasons of gaps, of which some are called like pages."""
    table: Mapping[str, Mapping[str, str]]
    table = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))["gaps"]
    return table

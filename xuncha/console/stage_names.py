"""Words for an audit's stages, such as "desktop home landed", "mobile login landed: blocked", "act NAME"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from crawler.settings_file import WordTable
from probes.finding import Text


def describe_stage(stage: str) -> Text:
    """A stage in both languages; one without words of its own is shown as it is."""
    table = _table()
    looked, _, reason = stage.partition(": ")
    named = [Text(**table[word]) if word in table else Text(word, word) for word in looked.split(" ") if word]
    zh, en = " ".join(text.zh for text in named), " ".join(text.en for text in named)
    if reason:
        why = Text(**_gaps()[reason]) if reason in _gaps() else Text(reason, reason)
        zh, en = f"{zh}：{why.zh}", f"{en}: {why.en}"
    return Text(zh, en)


def describe_stage_gap(reason: str) -> Text:
    """Why a page is missing, such as "blocked: 滑块": the reason in both languages, its detail as it is."""
    name, _, detail = reason.partition(": ")
    why = Text(**_gaps()[name]) if name in _gaps() else Text(name, name)
    return Text(f"{why.zh}：{detail}", f"{why.en}: {detail}") if detail else why


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    """stages.toml, with the words that reports use for devices, pages and states."""
    own = WordTable("xuncha.console", "stage_names.toml").load()["stages"]
    report = WordTable("xuncha.reports", "words.toml").load()
    return {**report["device"], **report["state"], **report["roles"], **own}


@cache
def _gaps() -> Mapping[str, Mapping[str, str]]:
    """The words that probes use for gap reasons, some of which are named like pages."""
    table: Mapping[str, Mapping[str, str]] = WordTable("probes.pages.absence", "absence.toml").load()["gaps"]
    return table

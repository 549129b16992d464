"""Chinese or English, as asked."""

from __future__ import annotations

from enum import StrEnum

from probes.finding import Text


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


def say(text: Text, lang: Lang) -> str:
    """One line in that language; control characters of page text are shown as spaces so that a terminal obeys none."""
    raw = text.zh if lang is Lang.ZH else text.en
    return "".join(c if c.isprintable() else " " for c in raw)

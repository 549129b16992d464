"""Lists of a page's words for a sentence: each in quotes and once, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable

from probes.finding import Text


def list_words(words: Iterable[str], most: int = 6) -> Text:
    """The first ``most`` of the words, each once; empty without any."""
    named = list(dict.fromkeys(word for word in words if word))[:most]
    return Text("、".join(f"「{word}」" for word in named), ", ".join(f"“{word}”" for word in named))


def join_texts(parts: Iterable[Text]) -> Text:
    """Our own words as a list, each once."""
    named = list(dict.fromkeys(parts))
    return Text(
        "、".join(dict.fromkeys(part.zh for part in named)), ", ".join(dict.fromkeys(part.en for part in named))
    )

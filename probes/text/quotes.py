"""Short quotes around what was found, so that every reason shows its source."""

from __future__ import annotations

from collections.abc import Iterable

from probes.text import normalise

_MARKS = "。！？；;，,、 ）)"
WIDTH = 80  # characters of context kept on each side (criteria 0.9)


def quote_around(text: str, start: int, end: int, width: int = WIDTH) -> str:
    """The passage text[start:end] with context, cut at line ends, whitespace collapsed."""
    left = max(text.rfind("\n", 0, start) + 1, start - width)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + width)
    if left > 0 and text[left - 1] != "\n":  # not in the middle of a word
        left = next((at + 1 for at in range(left, start) if text[at] in _MARKS), left)
    if right < len(text) and right != stop:
        right = next((at + 1 for at in range(right - 1, end, -1) if text[at] in _MARKS), right)
    passage = " ".join(text[left:right].split())
    return (
        ("…" if left > 0 and text[left - 1] != "\n" else "")
        + passage
        + ("…" if right < len(text) and right != stop else "")
    )


def quote_spoken(text: str, words: Iterable[str]) -> tuple[str, str] | None:
    """The first of the words that a text holds, in whatever spelling, with its sentence as written; None where it holds none."""
    seen = normalise.normalise_text(text)
    said = normalise.lower_text(seen.text)
    for word in words:
        at = said.find(normalise.plain_text(word))
        if at >= 0:
            return word, quote_sentence(text, seen.span(at, at + 1)[0])
    return None


def quote_sentence(text: str, at: int, limit: int = 160) -> str:
    """The sentence that holds position ``at``, at most ``limit`` characters."""
    ends = "。！？；!?;\n"
    left = max(text.rfind(end, 0, at) for end in ends) + 1
    rights = [found for end in ends if (found := text.find(end, at)) >= 0]
    right = min(rights) + 1 if rights else len(text)
    passage = " ".join(text[left:right].split())
    if len(passage) <= limit:
        return passage
    offset = max(0, min(at - left - limit // 3, len(passage) - limit))
    return ("…" if offset else "") + passage[offset : offset + limit] + "…"

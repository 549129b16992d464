"""README.txt of a pack: what it holds and how anybody proves that nothing in it was changed."""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.pack.parts import Facts, Part
from xuncha.pack.said import table
from xuncha.pack.wording import unmasked


def parts(facts: Facts) -> Iterator[Part]:
    """One file, Chinese first; lines end as Windows expects, so that its plain editor shows them."""
    said = table()["readme"]
    state = said["sealed" if facts.sealed else "masked"]
    left = unmasked(facts)
    text = said["text"].format(
        url=facts.site.platform.url, audit=facts.audit.id,
        state_zh=state["zh"] + left.zh, state_en=f"{state['en']} {left.en}".strip(),
    )  # fmt: skip
    lines = "\r\n".join(_clean(line) for line in text.strip().splitlines())
    yield Part("README.txt", ("\ufeff" + lines + "\r\n").encode("utf-8", "replace"))


def _clean(line: str) -> str:
    """An address may hold anything; a line of text holds what is printed."""
    return "".join(each if each.isprintable() else "\ufffd" for each in line)

"""README.txt of a pack: what it contains, and how anybody can prove that nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.documents.wording import describe_unmasked
from xuncha.pack.parts import DocumentFacts, PackPart


def make_readme(facts: DocumentFacts) -> Iterator[PackPart]:
    """The one part, Chinese first; line endings are those of Windows, so that its plain editor shows them."""
    said = load_pack_words()["readme"]
    state = said["sealed" if facts.sealed else "masked"]
    left = describe_unmasked(facts)
    text = said["text"].format(
        url=facts.record["target"]["url"], audit=facts.record["audit"]["id"],
        state_zh=state["zh"] + left.zh, state_en=f"{state['en']} {left.en}".strip(),
    )  # fmt: skip
    lines = "\r\n".join(_clean(line) for line in text.strip().splitlines())
    yield PackPart("README.txt", ("\ufeff" + lines + "\r\n").encode("utf-8", "replace"))


def _clean(line: str) -> str:
    """An address may hold anything; keep only printable text."""
    return "".join(character if character.isprintable() else "\ufffd" for character in line)

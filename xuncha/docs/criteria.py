"""Links to the project's criteria in docs/standard: a rule, a chapter, a clause, an item, or one of its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A rule or item, a cross-cutting check (X) or red line (R), the shared readings (C); then perhaps one check: (a) or (13).
_REFERENCE = r"(?:[XR]\d{1,2}|C|\d{1,2}(?:\.\d{1,2}(?:\.\d|-\d{1,2})?)?)(?![\w.-]\w)(?: \((?:[a-z]|\d{1,2})\))?"
_CITED = re.compile(rf"\bcriteria ({_REFERENCE}(?:, {_REFERENCE})*)")
_EACH = re.compile(_REFERENCE)
_GENERAL = "README.md"
_RULES = "0"  # the chapter of the general rules


def find_citations(text: str) -> tuple[str, ...]:
    """The criteria a text refers to, in order: what follows "criteria " up to the first word that is none."""
    return tuple(piece for listed in _CITED.findall(text) for piece in _EACH.findall(listed))


def locate_criterion(reference: str) -> str:
    """The page in docs/standard and its anchor, such as ``criteria-6.md#item-6-4-1-a`` for a check."""
    name, _, check = reference.partition(" ")
    number = name.replace(".", "-")
    letter = f"-{check.strip('()')}" if check else ""
    chapter = name.partition(".")[0]
    if name[0].isalpha():
        kind = {"X": "cross", "R": "red-line", "C": "rule"}[name[0]]
        return f"{_GENERAL}#{kind}-{number.lower()}"
    if chapter == _RULES:
        return f"{_GENERAL}#rule-{number}"
    kind = "item" if "-" in name else "clause" if "." in name else "chapter"
    return f"criteria-{chapter}.md#{kind}-{number}{letter}"


def link_citations(text: str, folder: str) -> str:
    """The text with each reference to the criteria as a Markdown link; ``folder``: docs/standard from the page."""
    return "".join(_pieces(text, folder))


def _pieces(text: str, folder: str) -> Iterator[str]:
    end = 0
    for match in _CITED.finditer(text):
        yield text[end : match.start(1)]
        yield _EACH.sub(lambda found: link_criterion(found.group(), folder), match.group(1))
        end = match.end()
    yield text[end:]


def link_criterion(reference: str, folder: str) -> str:
    """One reference as a Markdown link."""
    return f"[{reference}]({folder}/{locate_criterion(reference)})"

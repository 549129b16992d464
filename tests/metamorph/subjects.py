"""What is transformed: golden sites whose answer is a yes that shows words of a page."""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.site import Site, View
from crawler.vocabulary import Device
from probes.finding import Answer, Outcome
from probes.probe import Check
from probes.registry import load as load_checks
from probes.run import judge
from tests.cases.build import element, read

CASES = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Subject:
    """A check's yes about a device of a golden site; ``quotes`` are its words that stand on a page, without blanks."""

    case: str
    check: Check
    site: Site
    device: Device
    answer: Answer
    quotes: tuple[str, ...]


def squeezed(text: str) -> str:
    """The text without any blank."""
    return "".join(text.split())


@functools.cache
def checks() -> dict[str, Check]:
    """All checks by their names."""
    return {each.id: each for each in load_checks()}


def said(check: Check, site: Site, device: Device) -> Answer:
    """The check's answer about the first look of that device."""
    found = judge((check,), site, strict=True)
    return next(each.answer for each in found if each.device is device and each.look == 1)


def quoted(site: Site, answer: Answer) -> tuple[str, ...]:
    """The answer's words that stand in the text of the page that it names, longest first, each once."""
    texts = {view.id: squeezed(view.text) for view in site.views}
    words = {squeezed(each.quote) for each in answer.evidence if squeezed(each.quote) in texts.get(each.view, "")}
    return tuple(sorted(words - {""}, key=lambda each: (-len(each), each)))


def subjects() -> Iterator[Subject]:
    """One for each golden folder of a check in whose answer words of a page are shown for a yes, on its first such device."""
    for folder in sorted(Path(root) for root, _, files in os.walk(CASES) if "expected.json" in files):
        check = checks()[".".join(folder.parts[-3:-1])]
        site = with_elements(read(folder))
        for device in dict.fromkeys(view.device for view in site.views if view.look == 1):
            answer = said(check, site, device)
            if answer.outcome is Outcome.YES and (quotes := quoted(site, answer)):
                yield Subject("/".join(folder.parts[-3:]), check, site, device, answer, quotes)
                break


def with_elements(site: Site) -> Site:
    """The same site where a page given by its words alone has a paragraph for each line, as a real page has."""
    views = tuple(view if view.elements else _paragraphs(view) for view in site.views)
    return dataclasses.replace(site, views=views)


def _paragraphs(view: View) -> View:
    lines = [line for line in view.text.split("\n") if line.strip()]
    made = tuple(element(index, view.url, text=line.strip()[:400]) for index, line in enumerate(lines))
    return dataclasses.replace(view, elements=made)

"""What is transformed: golden sites, and a shop that does everything right, of which a check says what is good."""

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
from probes.run import judge_site
from tests.cases.build import element, read
from tests.metamorph.shop import SHOP_CHECKS, fitted
from tests.rules import real_checks

CASES = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Subject:
    """A check's good answer about a device of a site; ``quotes`` are its words that stand on a page, without blanks."""

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
    return {check.id: check for check in real_checks()}


def said(check: Check, site: Site, device: Device) -> Answer:
    """The check's answer about the first look of that device."""
    found = judge_site((check,), site, strict=True)
    return next(finding.answer for finding in found if finding.device is device and finding.look == 1)


def quoted(site: Site, answer: Answer) -> tuple[str, ...]:
    """The answer's words that stand in the text of the page that it names, longest first, each once."""
    texts = {view.id: squeezed(view.text) for view in site.views}
    words = {squeezed(piece.quote) for piece in answer.evidence if squeezed(piece.quote) in texts.get(piece.view, "")}
    return tuple(sorted(words - {""}, key=lambda word: (-len(word), word)))


def good(check: Check, answer: Answer) -> bool:
    """A yes, or where a no is good that: what must not stand on nothing."""
    return answer.outcome is Outcome.YES or (answer.outcome is Outcome.NO and check.good is Outcome.NO)


def subjects() -> Iterator[Subject]:
    """One for each golden folder in which a check says yes, on the first such device, best one on which words of a page are shown for it;
    then one of the shop that does everything right for each check that no golden folder shows so."""
    met: set[str] = set()
    for folder in sorted(Path(root) for root, _, files in os.walk(CASES) if "expected.json" in files):
        check = checks()[".".join(folder.parts[-3:-1])]
        found = best("/".join(folder.parts[-3:]), check, with_elements(read(folder)))
        if found is not None:
            met.add(check.id)
            yield found
    whole = fitted()
    for id in sorted(SHOP_CHECKS.keys() - met):
        found = best(f"shops/{id.replace('.', '/')}", checks()[id], whole)
        if found is not None:
            yield found


def best(case: str, check: Check, site: Site) -> Subject | None:
    """The check's good answer about that site, on the first device that has one, best one with words of a page; None where none has."""
    given = []
    for device in dict.fromkeys(view.device for view in site.views if view.look == 1):
        answer = said(check, site, device)
        if good(check, answer):
            quotes = quoted(site, answer) if answer.outcome is Outcome.YES else ()
            given.append(Subject(case, check, site, device, answer, quotes))
    return next((subject for subject in given if subject.quotes), next(iter(given), None))


def with_elements(site: Site) -> Site:
    """The same site where a page given by its words alone has a paragraph for each line, as a real page has."""
    views = tuple(view if view.elements else _paragraphs(view) for view in site.views)
    return dataclasses.replace(site, views=views)


def _paragraphs(view: View) -> View:
    lines = [line for line in view.text.split("\n") if line.strip()]
    made = tuple(element(index, view.url, text=line.strip()[:400]) for index, line in enumerate(lines))
    return dataclasses.replace(view, elements=made)

"""Labelled real pages: where a label is true the thing is there, and the check or the crawler's words for the role should say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from tests.eval.labels import alone, ask, role_of
from tests.eval.read import LabelledPage, Seen, pages
from tests.eval.recall.sample import SOURCES, Sample, Source, subject_of
from tests.eval.table import CORPUS, checks


def labelled(seen: Mapping[str, Seen]) -> Iterator[Sample]:
    """``seen`` are the pages as they were frozen, by id; one that was not seen is left out."""
    for page in pages(CORPUS):
        if seen[page.id].views:
            yield from _of_checks(page, seen[page.id])
            if page.kind == "home":
                yield from _of_roles(page, seen[page.id])


def _of_checks(page: LabelledPage, seen: Seen) -> Iterator[Sample]:
    for label, reading in SOURCES["pages"].get(page.kind, {}).items():
        if page.labels.get(label) and _meant(page, label):
            _, _, id = reading.partition(".")
            view = dataclasses.replace(seen.views[-1], role=role_of(page))
            subject = subject_of(checks()[id], alone(view, seen.views[-1]))
            yield Sample(subject, Source.PAGES, page.id, ask(page, seen, reading).value)


def _meant(page: LabelledPage, label: str) -> bool:
    only = SOURCES["only"].get(f"{page.kind}.{label}")
    return only is None or any(only["has"] in value for value in page.labels.get(only["label"]) or ())


def _of_roles(page: LabelledPage, seen: Seen) -> Iterator[Sample]:
    roles = {role for role, label in SOURCES["roles"].items() if page.labels.get(label)}
    roles |= {role for role, ids in SOURCES["named"].items() if page.id in ids}
    for role in sorted(roles):
        yield Sample(f"roles.{role}", Source.PAGES, page.id, ask(page, seen, f"entry.{role}").value)

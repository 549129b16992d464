"""Policies of small shops in words of their own: our own pages that nobody looks at, and the half of our sentences that no word was mended by."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from collections.abc import Iterator, Mapping

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.eval.labels import alone, ask_as
from tests.eval.lawyers.learn import OWN
from tests.eval.own.labelled import Part, own_pages
from tests.eval.read import Seen
from tests.eval.recall.sample import SOURCES, Sample, Source, subject_of
from tests.eval.recall.wordings import frame
from tests.eval.table import checks
from tests.eval.topics.words import ask, without_weights

_KIND = "privacy"


def own(seen: Mapping[str, Seen]) -> Iterator[Sample]:
    """Each true label of a policy of the unseen half; ``seen`` are the pages as they were frozen, one that was not seen is left out."""
    for page in own_pages():
        views = seen[page.page.id].views
        if page.part is not Part.UNSEEN or page.page.kind != _KIND or not views:
            continue
        for label, reading in SOURCES["pages"][_KIND].items():
            said = page.labels.get(f"{_KIND}.{label}")
            if said is None or said.agreed is not True:
                continue
            check = checks()[reading.partition(".")[2]]
            view = views[-1]
            read = ask_as(seen[page.page.id], page.role, reading)
            yield Sample(
                subject_of(check, alone(dataclasses.replace(view, role=page.role), view)),
                Source.OWN,
                page.page.id,
                read.value,
            )


def held_back(sentence: str) -> bool:
    """Is it of the half by which no word may be mended?"""
    return bool(hashlib.sha256(sentence.encode()).digest()[-1] % 2)


def sentences() -> Iterator[Sample]:
    """Each sentence of that half on an otherwise plain policy, by the words alone: the weights have learnt from it."""
    raw: dict[str, list[list[str]]] = tomllib.loads(OWN.read_text("utf-8"))["topics"]
    for topic, id in SOURCES["small_shops"].items():
        check = without_weights(checks()[id])
        for heading, said in raw[topic]:
            if not held_back(said):
                continue
            answer, page = ask((check,), Role.PRIVACY, f"{heading}\n{said}".strip())[id]
            yield Sample(
                subject_of(check, alone(page, frame(Role.HOME))), Source.WORDINGS, said, answer.outcome is Outcome.YES
            )

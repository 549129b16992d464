"""The half of our labelled sentences that was not looked at when words were mended, each on a plain page of its topic and read."""

from __future__ import annotations

from collections.abc import Iterator

from tests.eval.recall.sample import Sample, Source, hit
from tests.eval.recall.sections import stands_alone
from tests.eval.topics.sentences import checks_of, sentences
from tests.eval.topics.words import ask, by_page


def held_back() -> Iterator[Sample]:
    """A sample for each check that such a sentence answers."""
    for said in sentences():
        if not said.held_back:
            continue
        ids = tuple(id for id in checks_of(said.topic) if id in said.checks and stands_alone(id))
        for role, asked in by_page(ids, said.topic).items():
            for id, (answer, _) in ask(asked, role, said.page).items():
                yield Sample(f"checks.{id}", Source.WORDINGS, said.raw, hit(answer))

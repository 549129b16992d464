"""What an answer is worth beside a label that tells how much of a question a page answers, and by which words."""

from __future__ import annotations

import dataclasses

import pytest

from probes.finding import Answer, Evidence, Outcome, Text
from tests.eval.own.claims import Claim, choose_pages, weigh_claim
from tests.eval.own.labelled import Label, own_pages

SAYS = "不予展示辱骂他人的评价，其余一律保留"
WHOLE = Label(True, None, False, True, ("一律保留",))


def _yes(fraction: float | None = None, ceiling: float | None = None, *quotes: str) -> Answer:
    proof = tuple(Evidence("v1", "https://shop.example/", quote) for quote in quotes or (SAYS,))
    return Answer(Outcome.YES, Text("写明了", "stated"), proof, fraction, ceiling=ceiling)


@pytest.mark.parametrize(
    ("label", "answer", "claim"),
    [
        (WHOLE, _yes(), Claim.RIGHT),
        (WHOLE, _yes(1.0, None, "评价按时间排列", SAYS), Claim.MIXED),
        (WHOLE, _yes(1.0, None, "评价按时间排列"), Claim.ELSEWHERE),
        (WHOLE, _yes(0.5), Claim.HALF),
        (WHOLE, _yes(0.5, 1.0), Claim.RIGHT),
        (dataclasses.replace(WHOLE, whole=False), _yes(), Claim.GENEROUS),
        (dataclasses.replace(WHOLE, whole=False), _yes(0.5), Claim.RIGHT),
        (Label(False, None, False), _yes(), Claim.CLAIMED),
        (WHOLE, Answer(Outcome.NO, Text("未见", "not found")), Claim.DENIED),
        (Label(False, None, False), Answer(Outcome.NO, Text("未见", "not found")), Claim.RIGHT),
        (WHOLE, Answer(Outcome.UNSURE, Text("请看", "look")), Claim.OPEN),
    ],
)
def test_a_claim_is_held_against_how_much_the_page_says(label: Label, answer: Answer, claim: Claim) -> None:
    assert weigh_claim(label, answer) is claim


def test_words_that_prove_an_answer_stand_on_its_page() -> None:
    pages = {own.page.id: "".join(own.page.file.read_text("utf-8").split()) for own in choose_pages()}
    lost = [
        (own.page.id, label, words)
        for own in own_pages()
        for label, said in own.labels.items()
        for words in said.proof
        if "".join(words.split()) not in pages[own.page.id] and "<" not in words
    ]
    assert lost == []

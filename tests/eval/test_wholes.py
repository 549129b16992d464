"""What an answer about a whole help page is worth beside its label."""

import pytest

from probes.finding import Answer, Evidence, Outcome, Text
from tests.eval.own.labelled import Label, own_pages
from tests.eval.own.wholes import KIND, Held, weigh_held

SAID = Text("见", "seen")
WHOLE, PART, NONE = (
    Label(True, None, False, True, ("满 99 元免",)),
    Label(True, None, False, False, ("满 99 元免",)),
    Label(False, None, False),
)


def answer_yes(fraction: float | None, quote: str) -> Answer:
    return Answer(Outcome.YES, SAID, (Evidence("v", "https://shop.example/", quote=quote),), fraction)


@pytest.mark.parametrize(
    ("label", "answer", "held"),
    [
        (WHOLE, answer_yes(1.0, "满99元免运费。"), Held.RIGHT),
        (WHOLE, answer_yes(None, "运费另算。"), Held.ELSEWHERE),
        (WHOLE, answer_yes(0.5, "满 99 元免运费。"), Held.HALF),
        (PART, answer_yes(1.0, "满 99 元免运费。"), Held.TOO_MUCH),
        (PART, answer_yes(0.5, "满 99 元免运费。"), Held.RIGHT),
        (NONE, answer_yes(0.5, "满 99 元免运费。"), Held.CLAIMED),
        (NONE, Answer(Outcome.NO, SAID), Held.RIGHT),
        (PART, Answer(Outcome.NO, SAID), Held.DENIED),
        (PART, Answer(Outcome.UNSURE, SAID), Held.OPEN),
    ],
)
def test_an_answer_is_held_against_what_stands_there(label: Label, answer: Answer, held: Held) -> None:
    assert weigh_held(label, answer) is held


def test_what_proves_a_label_stands_on_its_page() -> None:
    for own in (one for one in own_pages() if one.page.kind == KIND):
        said = own.page.file.read_text("utf-8")
        lost = [piece for label in own.labels.values() for piece in label.proof if piece not in said]
        assert lost == [], own.page.id

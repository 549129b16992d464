"""A page filed among rules that says nothing of what passes between a shop and others rules nothing, and keeps nothing open."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.answers.doubts.unnamed_kinds import find_everyday_page
from tests.cases.build import site, view

TITLE = "装得下一个秋天的帆布袋"
COLUMN = (
    f"{TITLE}\n去果园那天走得急，随手抓了它，回来时里面是六斤栗子、两把山菊，还有一顶草帽。\n"
    "布是十二盎司的厚帆布，洗过三回也没有走样，底边走了两道线，提手宽，挎在肩上不勒。\n"
    "夏天拿它装凉席去河边，冬天塞进一床薄毯，放在后座就成了靠枕，摊开晒一晒又是新的样子。{last}"
)
HOUSE_RULE = "\n收到的袋子开了线，拍照发来，掌柜给缝好再寄回去。"


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ("", False),  # a column that recommends a bag
        (HOUSE_RULE, True),  # the same with one sentence of how the shop mends it
        ("\n三天之内不喜欢，原样拿来就是，钱退得干脆。", True),
    ],
)
def test_a_column_that_recommends_a_thing_is_no_paper_in_everyday_words(last: str, found: bool) -> None:
    page = view("rules", COLUMN.format(last=last), title=TITLE)
    shown = find_everyday_page(site(view("home", "栗子集市"), page), Role.RULES)
    assert (shown is not None) is found


def test_a_sentence_in_what_was_taken_for_the_foot_of_the_page_counts() -> None:
    text = COLUMN.format(last=HOUSE_RULE)
    lines = [
        {"text": line, "own": line, "region": "footer" if line in HOUSE_RULE else "main"} for line in text.split("\n")
    ]
    page = view("rules", text, lines, title=TITLE)
    assert find_everyday_page(site(view("home", "栗子集市"), page), Role.RULES) is not None

"""What is written on a picture of goods names goods: no page of the shop is unopened because of it."""

from __future__ import annotations

from probes.finding import Outcome
from tests.probes.pages.absence.test_unopened import RETURNS, ask

PICTURE = {"tag": "img", "image": "https://shop.example/7.png", "ocr": "退款说明", "clickable": True}


def test_what_is_written_on_a_picture_of_goods_names_no_page() -> None:
    goods = {"text": "墨水", "href": "/goods_details/8"}
    assert ask(RETURNS, {**PICTURE, "parent": 0}, with_=goods).outcome is Outcome.NO
    assert ask(RETURNS, {**PICTURE, "parent": 0}, with_={**goods, "href": "/about"}).reason == "not_looked"

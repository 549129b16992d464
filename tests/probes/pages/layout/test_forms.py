"""Consent boxes and mandatory fields, as real markup, drawn icons and bare wording show them."""

from __future__ import annotations

from typing import Any

import pytest

from probes.pages.layout.consents import find_consents
from probes.pages.layout.forms import find_fields, mandatory_fields, written_fields
from tests.cases.build import view

WORDS = "我已阅读并同意《用户协议》和《隐私政策》"
LABEL = {"tag": "span", "text": WORDS, "box": (120, 200, 300, 20)}
LINKS = [
    {"text": "《用户协议》", "href": "/agreement", "box": (220, 200, 80, 20)},
    {"text": "《隐私政策》", "href": "/privacy", "box": (310, 200, 80, 20)},
]
PLACE = (100, 200, 16, 16)


@pytest.mark.parametrize(
    ("box", "ticked", "drawn"),
    [
        ({"input_type": "checkbox", "checked": True}, True, False),
        ({"input_type": "checkbox", "checked": False}, False, False),
        ({"tag": "div", "role": "checkbox", "checked": True}, True, False),
        ({"tag": "i", "classes": "check-box is-checked"}, True, True),
        ({"tag": "i", "classes": "icon-check selected"}, True, True),
        ({"tag": "i", "classes": "icon-unchecked"}, False, True),
        ({"tag": "i", "classes": "icon-check"}, None, True),
    ],
)
def test_a_box_beside_the_words_is_read(box: dict[str, Any], ticked: bool | None, drawn: bool) -> None:
    (found,) = find_consents(view("register", "", [{**box, "box": PLACE}, LABEL, *LINKS]))
    assert (found.ticked, found.drawn, found.implied) == (ticked, drawn, False)
    assert found.agreement
    assert found.privacy


@pytest.mark.parametrize(
    ("frame", "ticked"),
    [
        ({"background": "#ffffff"}, False),
        ({"background": None}, False),  # over a picture
        ({"background": "#ff2c3c"}, None),  # filled: a person looks
        ({"background": "#ffffff", "classes": "check-wrap"}, None),  # not known to be filled when it is ticked
    ],
)
def test_a_box_that_its_framework_fills_is_not_ticked_while_it_is_empty(
    frame: dict[str, Any], ticked: bool | None
) -> None:
    box = {"classes": "u-checkbox__icon-wrap u-checkbox__icon-wrap--circle", "box": (96, 198, 20, 20), **frame}
    sign = {"tag": "i", "classes": "u-icon u-checkbox__icon-wrap__icon", "box": PLACE, "parent": 0}
    (found,) = find_consents(view("login", "", [box, sign, LABEL, *LINKS]))
    assert (found.ticked, found.drawn) == (ticked, True)


def test_links_that_are_missing_are_missed() -> None:
    (found,) = find_consents(
        view("register", "", [{"input_type": "checkbox", "checked": False, "box": PLACE}, LABEL, LINKS[0]])
    )
    assert found.agreement
    assert not found.privacy


def test_a_box_for_something_else_is_no_consent() -> None:
    page = view(
        "login",
        "",
        [{"input_type": "checkbox", "checked": True, "box": PLACE}, {"text": "记住我", "box": (120, 200, 60, 20)}],
    )
    assert find_consents(page) == ()


def test_a_distant_box_does_not_belong_to_the_words() -> None:
    page = view("login", "", [{"input_type": "checkbox", "checked": True, "box": (100, 900, 16, 16)}, LABEL])
    assert find_consents(page) == ()


def test_signing_in_taken_for_consent_is_told_apart() -> None:
    (found,) = find_consents(view("login", "", [{"text": "登录即代表您同意《用户协议》和《隐私政策》"}]))
    assert found.implied
    assert found.ticked is None


def test_a_real_box_is_preferred_to_an_icon_on_the_same_row() -> None:
    icon = {"tag": "i", "classes": "icon-check checked", "box": (112, 200, 8, 8)}
    (found,) = find_consents(
        view("register", "", [icon, {"input_type": "checkbox", "checked": False, "box": PLACE}, LABEL])
    )
    assert found.ticked is False


def test_search_boxes_and_buttons_are_no_fields() -> None:
    page = view(
        "complaint",
        "",
        [
            {"input_type": "text", "name": "搜索商品"},
            {"input_type": "submit", "name": "提交"},
            {"tag": "textarea", "name": "内容"},
        ],
    )
    assert [field.name for field in find_fields(page)] == ["内容"]


def test_stars_and_required_marks_make_fields_mandatory() -> None:
    page = view(
        "complaint",
        "",
        [
            {"text": "*姓名", "box": (20, 100, 60, 20)},
            {"input_type": "text", "box": (100, 100, 200, 30)},
            {"input_type": "tel", "name": "电话", "required": True, "box": (100, 200, 200, 30)},
            {"input_type": "text", "name": "邮箱", "box": (100, 300, 200, 30)},
        ],
    )
    assert [field.id for field in mandatory_fields(page)] == [1, 2]


def test_where_nothing_is_marked_all_but_optional_fields_count() -> None:
    page = view(
        "complaint", "", [{"input_type": "text", "name": "姓名"}, {"input_type": "text", "name": "备注（选填）"}]
    )
    assert [field.name for field in mandatory_fields(page)] == ["姓名"]


PIECES: list[dict[str, Any]] = [
    {"tag": "span", "text": "我已阅读并同意", "box": (120, 200, 100, 20)},
    {"tag": "a", "text": "《用户协议》", "href": "/agreement", "box": (220, 200, 80, 20)},
    {"tag": "span", "text": "和", "box": (300, 200, 16, 20)},
    {"tag": "a", "text": "《隐私政策》", "href": "/privacy", "box": (316, 200, 80, 20)},
]


@pytest.mark.parametrize("checked", [True, False])
def test_words_in_pieces_on_one_row_are_one_consent(checked: bool) -> None:
    (found,) = find_consents(
        view("register", "", [{"input_type": "checkbox", "checked": checked, "box": PLACE}, *PIECES])
    )
    assert found.ticked is checked
    assert found.agreement
    assert found.privacy
    assert found.words == WORDS


def test_pieces_on_different_rows_are_none() -> None:
    far = [piece | {"box": (120, 200 + 300 * at, 100, 20)} for at, piece in enumerate(PIECES)]
    assert find_consents(view("register", "", [{"input_type": "checkbox", "checked": True, "box": PLACE}, *far])) == ()


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize("unseen", ["transparent", "clipped", "covered"])
def test_a_real_box_under_a_drawn_one_is_read(checked: bool, unseen: str) -> None:
    real = {"input_type": "checkbox", "checked": checked, "box": PLACE, "unseen": unseen}
    drawn = {"tag": "i", "classes": "icon-check", "box": PLACE}
    (found,) = find_consents(view("register", "", [real, drawn, LABEL, *LINKS]))
    assert (found.ticked, found.drawn) == (checked, False)


def test_a_box_that_is_not_there_is_not_read() -> None:
    gone = {"input_type": "checkbox", "checked": True, "box": PLACE, "unseen": "display_none"}
    assert find_consents(view("register", "", [gone, {"text": "记住我"}, LABEL])) == ()


def test_what_looks_something_up_is_no_form() -> None:
    form: dict[str, Any] = {"tag": "form", "action": "/find", "method": "get", "text": ""}
    line: dict[str, Any] = {"input_type": "text", "name": "请输入您的问题", "parent": 0}
    button = {"tag": "button", "text": "搜索", "parent": 0}
    assert find_fields(view("complaint", "", [form, line, button])) == ()
    assert written_fields(view("complaint", "", [line | {"parent": None}])) == ()
    large: dict[str, Any] = {"tag": "textarea", "name": "投诉内容", "parent": 0}
    complaint: list[dict[str, Any]] = [form | {"method": "post"}, line, large, button | {"text": "提交"}]
    assert len(written_fields(view("complaint", "", complaint))) == 2

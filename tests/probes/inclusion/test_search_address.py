"""The address that a search form leads to: with what the form sends unseen, and never one that does something."""

import pytest

from probes.inclusion.elder_search import find_search_address
from tests.cases.build import view

FORM = '<form action="{action}"><input name="q">{more}</form>'


def address(action: str, more: str = "") -> str | None:
    return find_search_address(view("home", None, [], html=FORM.format(action=action, more=more)), "长辈版")


def test_hidden_fields_are_sent_as_the_form_sends_them() -> None:
    hidden = (
        '<input type="hidden" name="controller" value="site"><input type="hidden" name="action" value="search_list">'
    )
    found = address("/index.php", hidden)
    assert found is not None
    assert found.startswith("https://shop.example/index.php?controller=site&action=search_list&q=%")


@pytest.mark.parametrize(("action", "more"), [
    ("/cart", '<input type="hidden" name="add-to-cart" value="7">'), ("/logout", ""), ("https://elsewhere.example/s", ""),
])  # fmt: skip
def test_no_address_that_acts_or_belongs_to_another_host_is_asked_for(action: str, more: str) -> None:
    assert address(action, more) is None


def test_a_hidden_field_without_end_is_left_out() -> None:
    found = address("/s", f'<input type="hidden" name="t" value="{"x" * 5000}">')
    assert found is not None
    assert len(found) < 100

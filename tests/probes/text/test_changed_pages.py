"""A page cut or filed in the same way, and a Site with the same pages, are the same object throughout one judging."""

from __future__ import annotations

from crawler.site import Platform, Site, View
from crawler.vocabulary import Role
from probes.text import remember
from probes.text.remember import judging_cache
from tests.cases.build import AT, view


def test_a_page_changed_alike_is_the_same_page_and_changed_back_the_first() -> None:
    page, other = view(Role.HELP, "甲\n乙"), view(Role.HELP, "甲\n乙")
    with judging_cache():
        cut = remember.reword_view(page, "甲")
        filed = remember.refile_view(cut, Role.OTHER)
        assert (cut.text, filed.text, filed.role) == ("甲", "甲", Role.OTHER)
        assert remember.reword_view(page, "".join("甲")) is cut
        assert remember.reword_view(remember.refile_view(page, Role.OTHER), "甲") is filed
        assert remember.refile_view(remember.reword_view(filed, "甲\n乙"), Role.HELP) is page
        assert remember.reword_view(other, "甲") is not cut
    assert remember.reword_view(page, "甲") is not remember.reword_view(page, "甲")


def test_a_site_with_the_same_pages_is_the_same_site() -> None:
    pages = view(Role.HOME, "甲"), view(Role.HELP, "乙")
    whole = Site(Platform("https://shop.example/"), AT, views=pages)
    with judging_cache():
        fewer = remember.replace_views(whole, pages[:1])
        assert fewer.views == pages[:1]
        assert remember.replace_views(whole, iter(pages[:1])) is fewer
        assert remember.replace_views(fewer, pages) is whole
        assert remember.replace_views(whole, (pages[1], pages[0])) is not whole


def test_pages_made_from_others_are_no_more_than_was_said_and_stay_what_they_are() -> None:
    page = view(Role.HELP, "甲")
    with judging_cache() as cache:
        made = [remember.reword_view(page, str(number)) for number in range(remember.CHANGED + 2)]
        assert len(cache.changed) <= remember.CHANGED
        assert remember.reword_view(made[0], "甲").text == "甲"
        assert [one.text for one in made] == [str(number) for number in range(remember.CHANGED + 2)]


def test_what_is_drawn_on_a_page_is_read_once_however_it_is_cut_or_filed() -> None:
    asked: list[View] = []

    @remember.per_drawn
    def read(page: View) -> int:
        asked.append(page)
        return len(asked)

    page, other = view(Role.HELP, "甲\n乙"), view(Role.HELP, "甲\n乙")
    with judging_cache():
        changed = remember.refile_view(remember.reword_view(page, "甲"), Role.OTHER)
        assert [read(one) for one in (changed, page, other, changed)] == [1, 1, 2, 1]
    assert read(page) == 3
    assert asked[0] is page


def test_a_page_is_read_once_for_each_thing_asked_of_it_named_or_not() -> None:
    asked: list[int] = []

    @remember.per_view_and
    def read(page: View, least: int = 1, most: int = 9) -> int:
        asked.append(least + most)
        return asked[-1]

    page, other = view(Role.HELP, "甲"), view(Role.HELP, "甲")
    with judging_cache():
        assert [read(page), read(page), read(page, 2), read(other)] == [10, 10, 11, 10]
        assert len(asked) == 3
        assert read(page, most=7) == 8  # what is named is read anew
    assert read(page) == 10
    assert len(asked) == 5


def test_a_site_is_read_once_for_each_thing_asked_of_it() -> None:
    asked: list[str] = []

    @remember.per_site_and
    def read(site: Site, state: str) -> int:
        asked.append(state)
        return len(site.views)

    whole = Site(Platform("https://shop.example/"), AT, views=(view(Role.HOME, "甲"),))
    with judging_cache():
        fewer = remember.replace_views(whole, ())
        assert [read(whole, "landed"), read(fewer, "landed"), read(whole, "landed")] == [1, 0, 1]
        assert read(whole, "menus") == 1
    assert asked == ["landed", "landed", "menus"]


def test_a_page_with_all_its_text_is_filed_as_the_cut_one_is() -> None:
    page = view(Role.HELP, "甲\n乙")
    assert remember.uncut_view(page) is page
    with judging_cache():
        cut = remember.reword_view(page, "甲")
        filed = remember.uncut_view(remember.refile_view(cut, Role.OTHER))
        assert (filed.text, filed.role) == ("甲\n乙", Role.OTHER)
        assert filed is remember.refile_view(page, Role.OTHER)
        assert remember.uncut_view(cut) is page
        assert remember.uncut_view(page) is page

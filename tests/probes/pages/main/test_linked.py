"""What is behind a link is known only where a page was opened at its address."""

from crawler.site import Fetch
from crawler.vocabulary import Role
from probes.pages.main.linked import Unreached, linked_view
from tests.cases.build import AT, SHOP, site, view

ADDRESS = f"{SHOP}complain"
HOME = view(Role.HOME, "青桐茶器 投诉与建议")


def note_entry(error: str) -> Fetch:
    return Fetch("x1", "entry", 1, ADDRESS, ADDRESS, 200, AT, 0.0, text="投诉与建议", error=error, device=HOME.device)


def test_what_stands_behind_a_link_that_leads_home_is_not_known_to_be_a_form() -> None:
    again = note_entry("error_page: the link brings up the home page again")
    assert linked_view(site(HOME, again), ADDRESS) is Unreached.HIDDEN
    assert linked_view(site(HOME), ADDRESS) is Unreached.NEVER
    assert linked_view(site(HOME, note_entry("control: pressed in vain")), ADDRESS) is Unreached.NEVER


def test_a_page_that_was_opened_there_is_what_is_behind_it() -> None:
    page = view(Role.COMPLAINT, "请打电话给我们。", url=ADDRESS)
    again = note_entry("error_page: the link brings up the home page again")
    assert linked_view(site(HOME, page, again), ADDRESS) is page

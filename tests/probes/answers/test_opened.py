"""A verdict names the entry whose own page was opened, of several that are equally prominent."""

from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import place_complaint_entries
from probes.pages.service.complaint_links import ComplaintKind
from tests.cases.build import site, view


def test_of_equal_entries_the_one_whose_page_was_opened_is_named() -> None:
    entries = [
        {"text": "投诉中心", "href": "/lost", "region": "footer"},
        {"text": "投诉中心", "href": "/Tousu/", "region": "footer"},
    ]
    home = view(Role.HOME, elements=entries)
    page = view(Role.COMPLAINT, "投诉", url="https://shop.example/tousu")
    found = place_complaint_entries(site(home, page), (ComplaintKind.CONSUMER,))
    assert found[0].entry.element.href.endswith("/Tousu/")
    assert len(found) == 2

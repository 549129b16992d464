"""A page that another device found by its name was opened here too: a label without an address that repeats the name hides nothing."""

import pytest

from crawler.vocabulary import Device, FoundBy, Role
from probes.pages.absence.unopened import Surface
from tests.cases.build import SHOP, site, view

ABOUT = f"{SHOP}about?id=1"


@pytest.mark.parametrize(("shown", "role", "left"), [
    ("关于我们\n栗子集市开在胡同里。", Role.ABOUT, 0),
    ("能怎么付款\n发票", Role.ABOUT, 1),  # the address is another page on phones
    ("关于我们\n栗子集市开在胡同里。", Role.HELP, 1),  # and opened for another matter
])  # fmt: skip
def test_a_name_leads_to_the_page_that_another_device_found_by_it(shown: str, role: Role, left: int) -> None:
    crumb = {"text": "关于我们", "href": "javascript:void(0)", "clickable": True, "tag": "a"}
    phone = Device.MOBILE
    shop = site(
        view(Role.HOME, "栗子集市"),
        view(Role.ABOUT, "关于我们\n栗子集市开在胡同里。", url=ABOUT, path=("关于我们",), found_by=FoundBy.LINK),
        view(Role.HOME, "栗子集市", device=phone),
        view(role, shown, url=ABOUT, device=phone, found_by=FoundBy.OTHER_DEVICE, path=()),
        view(Role.AGREEMENT, "用户协议", [crumb], device=phone, found_by=FoundBy.OTHER_DEVICE, path=()),
    )
    entries = Surface.of(shop, phone, 1).entries
    assert len([entry for entry in entries if "关于我们" in entry.said]) == left

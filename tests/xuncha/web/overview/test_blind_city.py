"""Who is to decide blindly learns nothing of what others decided from the pages over all platforms, nor from what they find."""

from __future__ import annotations

from scoring.score import Stage
from storage.db.people_tables import Role
from storage.people.user_accounts import Membership, create_account
from tests.xuncha.web.deciding.test_deciding import begun, say
from tests.xuncha.web.overview.test_city_pages import register
from tests.xuncha.web.overview.test_sheets import download_workbook, read_column
from tests.xuncha.web.support.web_client import Web, hashed
from xuncha.web.deciding.settling import settle_due
from xuncha.web.security.access import Right, Visitor, list_grants
from xuncha.web.views.kept_views import load_city, load_rank, load_seen_lines

PATHS = ("/city", "/rank", "/platforms", "/platforms?low=0&high=100", "/city?days=7", "/city?lang=zh")


async def settle(web: Web) -> None:
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    web.state.overview.spoil()
    while (await web.state.load_overview()).pending:
        web.state.overview.spoil()


async def add_person(web: Web, name: str, *roles: Role) -> Visitor:
    held = [Membership(role) for role in roles]
    account = web.accounts[name] = await create_account(
        web.store, name, name.title(), hashed(), held, "en", web.clock()
    )
    return Visitor(account, list_grants(held), f"web:{name}")


async def test_the_city_and_the_ranking_hide_what_is_to_be_decided_blindly(web: Web) -> None:
    both = await add_person(web, "both", Role.REGULATOR, Role.ASSESSOR)
    looks = await add_person(web, "looks", Role.REGULATOR)
    url = await register(web, name="The one shop", district="西城区")
    visit, _, item = await begun(web)
    await settle(web)
    for person in (both, looks):  # nobody has decided anything: nothing is hidden
        assert not (await load_seen_lines(web.state, person, Right.CITY)).blind
    await say(web, "assessor", visit, item)
    await settle(web)

    seen, free = [await load_seen_lines(web.state, person, Right.CITY) for person in (both, looks)]
    assert (len(seen.blind), free.blind) == (1, frozenset())
    assert [line.standing for line in seen.lines if line.known.registration.url == url] == [None]
    hidden, shown = [await load_city(web.state, person, 7) for person in (both, looks)]
    assert (hidden.blind, shown.blind) == (1, 0)
    assert hidden.changes.judged == 0
    assert shown.changes.judged == 1
    assert sum(bar.platforms for bar in hidden.bars) == 0
    ranking = await load_rank(web.state, both, Stage.PROV.value, "", "")
    assert ranking.groups == ()
    assert [(row.called, row.why["en"].startswith("Others have decided")) for row in ranking.without] == [
        ("The one shop", True)
    ]
    book = await download_workbook(web, "both", "/rank.xlsx")
    assert read_column(book, 0, 1) == ["The one shop"]
    least = {
        name: read_column(await download_workbook(web, name, "/platforms/1/history.xlsx"), 2, 1)
        for name in ("both", "looks")
    }
    assert None in least["both"]
    assert None not in least["looks"]
    for path in PATHS:  # from the very same memory, one after the other
        for name in ("looks", "both", "looks"):
            page = (await web.get(name, path)).text
            told = "left out: others have decided" in page or "Others have decided what you have not" in page
            told = told or "once you have decided" in page or "他人已作判定" in page
            assert told is (name == "both" and "low=" not in path), (name, path)
    assert "The one shop" not in (await web.get("both", "/platforms?low=0&high=100")).text

    await say(web, "both", visit, item)  # now the person has decided it too
    await settle(web)
    for path in ("/city", "/rank"):
        assert "thers have decided" not in (await web.get("both", path)).text


async def test_what_others_decide_is_hidden_at_once_though_all_platforms_were_read_before(web: Web) -> None:
    both = await add_person(web, "both", Role.REGULATOR, Role.ASSESSOR)
    await register(web, name="The one shop")
    visit, _, item = await begun(web)
    await settle(web)
    before = await load_rank(web.state, both, Stage.PROV.value, "", "")
    snapshot = await web.state.load_overview()
    await say(web, "assessor", visit, item)
    web.clock.pass_by(seconds=11)
    await settle_due(web.state)
    web.clock.pass_by(seconds=-11)
    assert (await web.state.load_overview()).lines == snapshot.lines
    after = await load_rank(web.state, both, Stage.PROV.value, "", "")
    assert after != before
    assert after.groups == ()

"""A page whose only entry is a link to nowhere is missing for everybody, unless a script that may listen to the link did not come."""

import dataclasses

import pytest

from crawler.failure import DEAD, DEAD_LINK, NO_ROUTE, LoadFailure
from crawler.record.network_record import Exchange
from crawler.vocabulary import GapReason, Role
from probes.finding import Outcome
from probes.run import judge_site
from tests.cases.build import gap, site, view
from tests.rules import real_checks

CHECK = next(check for check in real_checks() if check.id == "privacy.policy_dated")


def _script(status: int | None, failed: str = "") -> Exchange:
    return Exchange("https://shop.example/layer.js", "GET", "script", status, 900, False, "parser", 10.0, failed)


@pytest.mark.parametrize(
    ("stop", "script", "outcome"),
    [
        (DEAD_LINK, _script(200), Outcome.NO),
        (DEAD_LINK, _script(404), Outcome.NOT_SEEN),
        (DEAD_LINK, _script(None, "net::ERR_NAME_NOT_RESOLVED"), Outcome.NOT_SEEN),
        (NO_ROUTE, _script(200), Outcome.NO),
        (LoadFailure(GapReason.BLANK, "1247 bytes of HTML, no text"), _script(200), Outcome.NOT_SEEN),
        (DEAD, _script(200), Outcome.NOT_SEEN),  # a control that does nothing may wait for something
    ],
)
def test_what_a_link_to_nowhere_names_is_not_there(stop: LoadFailure, script: Exchange, outcome: Outcome) -> None:
    home = dataclasses.replace(
        view(Role.HOME, "示例商城首页", [{"text": "隐私政策", "href": "#"}]), exchanges=(script,)
    )
    dead = dataclasses.replace(gap(Role.PRIVACY, stop.reason), detail=stop.detail)
    found = judge_site((CHECK,), site(home, dead), strict=True)[0]
    assert found.answer.outcome is outcome
    assert (found.answer.by_absence, "空链接" in found.answer.because.zh) == (
        outcome is Outcome.NO,
        stop is DEAD_LINK,
    )

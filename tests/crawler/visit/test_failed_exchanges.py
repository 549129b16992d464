"""A page that says there is none is believed only where all came that it asked for."""

import pytest

from crawler.failure import NO_ROUTE, LoadFailure
from crawler.obstacles import denied_words
from crawler.record.network_record import Exchange
from crawler.visit.failed_exchanges import doubt_denial
from crawler.vocabulary import GapReason

GONE = LoadFailure(GapReason.ERROR_PAGE, "soft 404: 文章不存在")


def _asked(kind: str, status: int | None, failed: str = "", third_party: bool = False) -> Exchange:
    return Exchange("https://shop.example/api", "GET", kind, status, 90, third_party, "script", 10.0, failed)


@pytest.mark.parametrize(
    ("exchange", "believed"),
    [
        (_asked("xhr", 200), True),
        (_asked("fetch", 404), True),  # that there is none is an answer
        (_asked("xhr", 500), False),
        (_asked("fetch", 401), False),
        (_asked("xhr", None), False),  # still waited for
        (_asked("xhr", None, "net::ERR_CONNECTION_REFUSED", third_party=True), False),
        (_asked("script", 404), True),
        (_asked("script", None, "net::ERR_FAILED"), False),
        (_asked("script", None, "net::ERR_FAILED", third_party=True), True),  # a chat of others tells no articles
        (_asked("image", None, "net::ERR_FAILED"), True),
    ],
)
def test_what_did_not_come_puts_the_words_of_the_page_in_doubt(exchange: Exchange, believed: bool) -> None:
    told = doubt_denial(GONE, [_asked("xhr", 200), exchange])
    assert (denied_words(told.detail) is not None) is believed
    assert told.says_none  # it hides no other page


@pytest.mark.parametrize("stop", [NO_ROUTE, LoadFailure(GapReason.TIMEOUT, "no answer")])
def test_other_reasons_stay_as_they_are(stop: LoadFailure) -> None:
    assert doubt_denial(stop, [_asked("xhr", 500)]) == stop

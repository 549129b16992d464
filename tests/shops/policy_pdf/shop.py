"""The privacy policy is a PDF."""

from pathlib import Path

from tests.shops.answers import Shop, ShopAnswer
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    policy = ShopAnswer((Path(__file__).parent / "privacy.pdf").read_bytes(), kind="application/pdf")
    gone = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    return small_market(LIZILI, policy="/files/privacy.pdf").but({"/files/privacy.pdf": policy, "/privacy": gone})

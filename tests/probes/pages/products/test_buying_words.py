"""What speaks of buying is told from what sells."""

import pytest

from probes.pages.products.products import read_product
from tests.probes.pages.products.test_products import BUY, page


@pytest.mark.parametrize("said", ["购买记录", "购买前咨询", "购买须知", "328人已购买"])
def test_a_tab_that_speaks_of_buying_sells_nothing(said: str) -> None:
    tab = {"tag": "a", "clickable": True, "text": said}
    gone = read_product(page({"text": "该商品已售完(到货通知)"}, tab))
    assert gone.sold_out is not None
    assert gone.buy is None
    assert read_product(page(tab, BUY)).buy is not None

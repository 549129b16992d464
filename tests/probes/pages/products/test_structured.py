"""Structured data is read from any markup: what is broken loses only itself."""

from __future__ import annotations

import json
import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from probes.pages.products.structured import StatedOffer, read_structured

GOOD = {"@type": "Product", "name": "茶杯", "offers": {"price": "49.00", "priceCurrency": "CNY"}}


def block(value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{said}</script>'


def test_json_ld() -> None:
    (found,) = read_structured(
        block(
            {
                "@graph": [
                    {"@type": "WebPage"},
                    {
                        "@type": ["Product"],
                        "name": "茶杯",
                        "brand": {"name": "栗果"},
                        "offers": [
                            {
                                "lowPrice": 49,
                                "highPrice": 99.5,
                                "availability": "http://schema.org/OutOfStock",
                                "seller": {"name": "某店"},
                            }
                        ],
                    },
                ]
            }
        )
    )
    assert found == StatedOffer("json-ld", "茶杯", 4900, 9950, "", False, "栗果", "某店")


def test_a_broken_block_loses_only_itself() -> None:
    markup = block('{"@type": "Product", "name": ') + block(GOOD) + block("[[[") + "<script type='application/ld+json'>"
    assert [offer.low for offer in read_structured(markup)] == [4900]


def test_sloppy_blocks_are_read() -> None:
    assert read_structured(block("<!-- " + json.dumps(GOOD) + ";-->"))[0].low == 4900
    assert read_structured(block('{"@type":"Product","name":"a\nb","offers":{"price":"49",},}'))[0].low == 4900
    assert read_structured(block(json.dumps(GOOD).replace('"', "&quot;")))[0].low == 4900


def test_microdata_and_opengraph() -> None:
    found = read_structured(
        '<div itemscope itemtype="https://schema.org/Product"><span itemprop="price" content="49.00">49</span>'
        '<link itemprop="availability" href="https://schema.org/InStock"></div>'
        '<meta property="product:price:amount" content="59.00"><meta property="product:brand" content="栗果">'
    )
    assert [(offer.source, offer.low, offer.available, offer.brand) for offer in found] == [
        ("microdata", 4900, True, ""),
        ("opengraph", 5900, None, "栗果"),
    ]


def test_a_list_of_several_products_states_no_single_price() -> None:
    assert read_structured("".join(f'<span itemprop="price">{price}</span>' for price in ("49", "59", "69"))) == ()


def test_hostile_markup_is_read_in_bounded_time() -> None:
    began = time.monotonic()
    for markup in (
        block("[" * 100_000),
        block('{"a":' * 50_000),
        "<script type=application/ld+json>" * 20_000,
        "<a " + "x" * 1_000_000,
        "<a itemprop=" * 100_000,
        block({"@type": "Product", "offers": [{"price": "1"}] * 100_000}),
        "<" * 1_000_000,
    ):
        read_structured(markup)
    assert time.monotonic() - began < 20


@given(st.text(max_size=400))
def test_no_markup_raises(said: str) -> None:
    read_structured(said)
    read_structured(block(said))
    read_structured(f"<meta property='product:price:amount' content='{said}'>")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "offers", "price", "brand", "name", "availability"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_tree_raises(tree: Any) -> None:
    read_structured(block({"@type": "Product", "offers": tree, "brand": tree, "name": tree}))
    read_structured(block(json.dumps(tree)))

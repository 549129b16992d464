"""A page put together again from what is stored of it: what it keeps, what it lacks, and how long hostile ones take."""

from __future__ import annotations

import dataclasses
import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.record.network_record import Exchange
from crawler.site import View
from tests.cases.build import view
from xuncha.web.evidence.replayed_page import ReplayedPage, rebuild_page

SHOP = "https://shop.example/"


def put_together(html: str, **bodies: tuple[str, bytes]) -> ReplayedPage:
    """The page with these files, by address below the shop's: media type and bytes."""
    known = {hashlib.sha256(data).hexdigest(): data for _, data in bodies.values()}
    exchanges = tuple(
        Exchange(SHOP + name.replace("_", "."), "GET", "x", 200, len(data), False, "", 0.0, "", hashlib.sha256(data).hexdigest(), media)
        for name, (media, data) in bodies.items()
    )  # fmt: skip
    seen: View = dataclasses.replace(view("home"), url=SHOP, html=html, exchanges=exchanges)
    return rebuild_page(seen, known.get, lambda sha: f"https://evidence.example/picture/{sha[:8]}")


def test_styles_and_pictures_that_are_kept_are_in_it() -> None:
    page = put_together(
        "<link rel=stylesheet href=a.css media=print><img src=/p.png><img src=d.svg><p style='background:url(p.png)'>x</p>",
        a_css=("text/css", b"p{background:url(p.png)} @import 'other.css'; q{color:red}"),
        p_png=("image/png", b"png"), d_svg=("image/svg+xml; charset=utf-8", b"<svg/>"),
    )  # fmt: skip
    name = hashlib.sha256(b"png").hexdigest()[:8]
    assert page.document.count(f"https://evidence.example/picture/{name}") == 3
    assert '<style media="print">' in page.document
    assert "@import" not in page.document
    assert "data:image/svg+xml;base64," in page.document
    assert (page.styles, page.styles_lacking, page.pictures_lacking) == (1, 0, 0)


def test_what_is_not_kept_is_counted_and_left_empty() -> None:
    page = put_together(
        "<link rel=stylesheet href=https://cdn.example/a.css><img src=gone.png><iframe src=f></iframe><p>words</p>"
    )
    assert (page.styles_lacking, page.pictures_lacking, page.frames) == (1, 1, 1)
    assert "cdn.example" not in page.document
    assert "gone.png" not in page.document
    assert "<p>words</p>" in page.document


def test_words_between_what_is_taken_out_stay() -> None:
    page = put_together("<p>one<script>x</script>two<noscript>y</noscript>three</p>")
    assert "<p>onetwothree</p>" in page.document


def test_what_comes_after_a_plug_in_stays() -> None:
    page = put_together("<embed src=e><p>words</p><object data=o>no</object><video src=v>no</video><a href=x>press</a>")
    assert "<p>words</p>" in page.document
    assert "<a>press</a>" in page.document
    assert ">no<" not in page.document


def test_a_style_cannot_end_the_element_it_stands_in() -> None:
    page = put_together("<link rel=stylesheet href=a.css>", a_css=("text/css", b"p{}</style><script>x</script><!-- "))
    assert "<script" not in page.document
    assert page.document.count("</style>") == 1


@pytest.mark.parametrize("html", [
    "<script></script>x" * 200_000, "<div>" * 100_000, "<p " + "a" * 5_000_000, "<style>" + "url(" * 500_000, "<style>" + "@import" * 300_000,
    "<style>" + "url('" + "a" * 5_000_000, "<a href=x>" * 100_000, "<svg>" * 50_000 + "<style>p{</style>" * 50_000, "", "\0", "<" * 500_000,
], ids=range(11))  # fmt: skip
def test_no_page_takes_long(html: str) -> None:
    start = time.process_time()
    put_together(html)
    assert time.process_time() - start < 6


@pytest.mark.parametrize("mark", ["\0", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "&#1;", "&#xfffe;"], ids=ascii)
@pytest.mark.parametrize(
    "html", ["<p {}=1>话</p>", "<p style='color:red;{}'>话</p>", "<style>p{{{}}}</style><p>话</p>", "<p {}>话</p>"]
)
def test_a_character_that_no_tree_may_hold_ends_nothing(mark: str, html: str) -> None:
    assert "话" in put_together(f"<body>{html.format(mark)}").document


@given(st.text(max_size=400))
def test_any_page_is_put_together_and_runs_nothing(html: str) -> None:
    page = put_together(f"<body>{html}<img src='http://[bad'>")
    assert "<script" not in page.document.lower()
    assert "bad" not in page.document.replace(html, "")

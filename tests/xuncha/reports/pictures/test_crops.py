"""Crops show the element in its frame, are shared, and keep to their budget; charts and words hold for any input."""

from __future__ import annotations

import base64
import io
import math
import tomllib
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.xuncha.reports.conftest import picture
from xuncha.reports import words
from xuncha.reports.pictures import charts
from xuncha.reports.pictures.crops import Album, Figure
from xuncha.reports.pictures.cutting import choose_window

SETTINGS: dict[str, Any] = tomllib.loads(files("xuncha.reports").joinpath("page.toml").read_text("utf-8"))["pictures"]
BOX = [600.0, 2000.0, 200.0, 40.0]


def view(id: str, look: int = 1, **given: Any) -> dict[str, Any]:
    return {
        "id": id, "role": "home", "state": "landed", "device": "desktop", "url": "https://shop.example/", "look": look,
        "screenshot": "p", "screenshot_scale": 1.0, "width": 1366, "height": 4000, "viewport_height": 768, **given,
    }  # fmt: skip


def album(*views: dict[str, Any], scale: float = 1.0, **settings: Any) -> Album:
    data = picture(round(1366 * scale), round(4000 * scale))
    return Album({**SETTINGS, **settings}, {other_view["id"]: other_view for other_view in views}, {"p": data}.get)


def image(figure: Figure | None) -> Image.Image:
    assert figure is not None
    return Image.open(io.BytesIO(base64.b64decode(figure.data.split(",")[1]))).convert("RGB")


def framed(shown: Image.Image) -> tuple[int, int, int, int]:
    """The rectangle that pixels of the frame's colour span."""
    points = [
        (x, y)
        for x in range(shown.width)
        for y in range(shown.height)
        if (pixel := shown.getpixel((x, y))) and isinstance(pixel, tuple) and pixel[0] > 150 and pixel[1] < 90
    ]
    assert points
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def test_the_frame_stands_round_the_element() -> None:
    for scale in (1.0, 0.5):
        made = album(view("v", screenshot_scale=scale), scale=scale)
        assert made.wish("v", BOX)
        made.cut()
        shown = image(made.figure("v", BOX))
        left, top, right, bottom = framed(shown)
        assert abs((right - left) - BOX[2] * scale) <= 12
        assert abs((bottom - top) - BOX[3] * scale) <= 12
        assert abs((left + right) / 2 - shown.width / 2) <= 4
        assert abs((top + bottom) / 2 - shown.height / 2) <= 4


def test_an_element_at_the_edge_keeps_its_frame() -> None:
    made = album(view("v"))
    for box in ([0.0, 0.0, 1366.0, 40.0], [1300.0, 3980.0, 66.0, 20.0], [-50.0, 100.0, 80.0, 20.0]):
        assert made.wish("v", box)
    made.cut()
    for box in ([0.0, 0.0, 1366.0, 40.0], [1300.0, 3980.0, 66.0, 20.0], [-50.0, 100.0, 80.0, 20.0]):
        assert framed(image(made.figure("v", box)))


def test_both_looks_share_one_figure_and_numbers_follow_the_wishes() -> None:
    made = album(view("v1"), view("v2", look=2), view("m", device="mobile"))
    for id in ("v1", "v2", "m"):
        assert made.wish(id, BOX)
    made.cut()
    assert made.figure("v1", BOX) == made.figure("v2", BOX)
    assert [figure.number for id in ("v1", "m") if (figure := made.figure(id, BOX))] == [1, 2]


def test_the_album_keeps_to_its_budget() -> None:
    made = album(view("v"), most=3)
    wishes = [made.wish("v", [100.0, 100.0 * number, 50.0, 20.0]) for number in range(1, 6)]
    assert wishes == [True, True, True, False, False]
    made.cut()
    assert made.figure("v", [100.0, 100.0, 50.0, 20.0]) is not None
    poor = album(view("v"), most_bytes=10)
    assert poor.wish("v", BOX)
    poor.cut()
    assert poor.figure("v", BOX) is None


def test_what_cannot_be_cut_is_left_out() -> None:
    made = album(view("v"), view("w", screenshot="gone"), view("x", screenshot=""))
    assert not made.wish("nobody", BOX)
    assert not made.wish("x", BOX)
    assert not made.wish("v", None)
    assert not made.wish("v", [10.0, 10.0, 0.0, 20.0])
    assert made.wish("w", BOX)
    assert not made.wish("v", [10.0, 9000.0, 50.0, 20.0])
    made.cut()
    assert made.figure("w", BOX) is None
    assert made.figure("v", [10.0, 9000.0, 50.0, 20.0]) is None


@given(
    st.tuples(*(st.floats(-1e9, 1e9) for _ in range(2)), *(st.floats(0.1, 1e9) for _ in range(2))),
    st.floats(10, 5000),
    st.floats(10, 9000),
)
def test_a_crop_never_leaves_its_page(box: tuple[float, float, float, float], width: float, height: float) -> None:
    cut = choose_window(SETTINGS, box, width, height)
    if cut is not None:
        left, top, right, bottom = cut
        assert 0 <= left < right <= width + 1e-6
        assert 0 <= top < bottom <= height + 1e-6
        assert bottom - top <= SETTINGS["most_h"] + 1e-6


@given(st.text(alphabet=st.characters(), max_size=60))
def test_cleaned_text_can_be_written_and_turns_nothing(text: str) -> None:
    made = words.clean_text(text)
    assert made.encode("utf-8").decode("utf-8") == made
    assert words.clean_text(made) == made
    assert not any(letter in made for letter in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c\x00\x1b")


def test_ordinary_text_is_left_alone() -> None:
    for text in ("京ICP备10046444号 «营业执照»\n第二行", "ภาษาไทย", "नमस्ते", "é\u0301", "👩‍👩‍👧"):
        assert words.clean_text(text) == text


@given(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["javascript:alert(1)", " javascript:x", "//host/x", "https://", "http://[", "file:///etc", "blob:x"]
        ),
    )
)
def test_only_web_addresses_become_links(text: str) -> None:
    made = words.render_link(text)
    assert ("<a " in made) == (text.lower().startswith(("http://", "https://")) and "href" in made)


@given(st.floats(0, 100), st.floats(0, 100))
def test_points_of_the_gauge_lie_on_its_circle(one: float, two: float) -> None:
    x, y = charts.locate_on_arc(one)
    assert abs(math.hypot(x - charts.CENTRE, y - charts.CENTRE) - charts.RADIUS) < 0.02
    assert charts.draw_arc(min(one, two), max(one, two)).startswith("M")


def test_a_plot_takes_its_bands_from_the_thresholds_and_its_median_from_the_loads() -> None:
    settings = {
        "roles": ["home"],
        "probes": {"home": "p.home"},
        "metrics": [{"key": "lcp_ms", "good": "g", "poor": "b", "dots": True}],
    }
    limits = [
        {"probe": "p.home", "name": name, "value": value, "source": "CWV", "ours": False}
        for name, value in (("g", 2500), ("b", 4000))
    ]
    loads = [
        {"role": "home", "device": "mobile", "ok": ms is not None, "lcp_ms": ms}
        for ms in (1000.0, 5000.0, 3000.0, None)
    ]
    (plot,) = charts.build_plots(settings, loads, limits)
    (row,) = plot.rows
    assert (row.median, row.grade, row.failed) == (3000.0, "fair", 1)
    assert plot.top > 5000
    assert plot.good_at < row.median_at < plot.poor_at
    assert charts.build_plots(settings, [], limits) == []

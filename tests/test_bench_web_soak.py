"""What the benchmark says of the memory of the workbench: level is met, growing is not."""

from __future__ import annotations

import pytest

from bench.web_soak import GoingOn, compare_halves


@pytest.mark.parametrize(
    ("series", "met"),
    [
        ([700, 742, 746, 751, 750, 752], True),
        ([700, 740, 780, 820, 860, 900], False),
        ([700], True),
        ([900, 700], True),
    ],
)
def test_memory_is_flat_where_the_second_half_holds_no_more(series: list[float], met: bool) -> None:
    figures = {figure.name: figure for figure in compare_halves(series, 1000, GoingOn(60, 3))}
    assert figures["second half : first half"].met is met
    assert figures["the most"].value == max(series)
    assert figures["answers of 60 minutes of going on, 3 s of reading a page"].value == 1000

"""Rows of a table say what their columns say, the units of numbers and years included."""

from typing import Any

from crawler.vocabulary import Role
from probes.pages.main.table_rows import table_rows
from tests.cases.build import view

NAMES = ("年份", "收购农产品（万元）", "培训（人次）", "备注（可空）")
ROWS = (("2024", "1,930", "655", "免费"), ("2025", "2,470.5", "820 左右", "2025"))


def _row(at: int, cells: tuple[str, ...], tag: str) -> list[dict[str, Any]]:
    return [
        {"tag": tag, "text": said, "box": (100.0 * number, 40.0 * at, 90, 30)}
        for number, said in enumerate(cells)
    ]  # fmt: skip


def test_a_number_has_the_unit_its_column_names_and_a_year_is_one() -> None:
    elements = [*_row(0, NAMES, "th"), *(cell for at, cells in enumerate(ROWS, 1) for cell in _row(at, cells, "td"))]
    assert [row.text for row in table_rows(view(Role.SOCIAL, elements=elements))] == [
        "年份:2024年 收购农产品:1,930万元 培训:655人次 备注(可空):免费",
        "年份:2025年 收购农产品:2,470.5万元 培训(人次):820 左右 备注:2025可空",
    ]

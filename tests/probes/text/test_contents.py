"""A table of contents states nothing, and what is none is left as it stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.text.contents import without_contents

CHAPTERS = ("信息的收集", "信息的共享", "信息的保存", "您的权利", "联系我们")
BODY = "我们按照本章的说明处理您的个人信息，并听取您的意见。"


def _page(contents: str) -> str:
    return "\n".join(["隐私政策", contents, *(line for chapter in CHAPTERS for line in (chapter, BODY))])


@pytest.mark.parametrize(
    "contents",
    [
        "\n".join(CHAPTERS),
        "目录\n" + "\n".join(CHAPTERS[:3]),
        "\n".join(f"{number}. {chapter}……{3 * number}" for number, chapter in enumerate(CHAPTERS, 1)),
        "目录：一、总则 二、信息的共享 三、信息的保存",
        "一、信息的收集 二、信息的共享 三、信息的保存 四、您的权利",
        "Contents: 1. Scope 2. Sharing 3. Your rights",
    ],
)
def test_contents_are_left_out_and_the_chapters_stay(contents: str) -> None:
    left = without_contents(_page(contents))
    for line in set(contents.split("\n")) - {"目录"}:
        assert line not in left.split("\n")[: contents.count("\n") + 2]
    assert left.count(BODY) == len(CHAPTERS)
    assert left.split("\n")[-2] == CHAPTERS[-1]


@pytest.mark.parametrize(
    "said",
    [
        "信息的收集\n信息的共享\n信息的保存",  # nothing of it stands again
        "1. 选择商品 2. 填写地址 3. 提交订单 4. 完成付款",  # steps
        "下列商品不适用：一、定作的商品 二、鲜活易腐的商品 三、拆封的软件。",
        "目录以外的内容，由双方另行约定，并以书面形式确认。",
    ],
)
def test_what_is_no_list_of_chapters_below_stays(said: str) -> None:
    text = f"说明\n{said}\n{BODY}"
    assert without_contents(text) == text


@given(
    st.lists(
        st.sampled_from([*CHAPTERS, BODY, "目录", "", "一、总则 二、分则 三、附则 四、其他", "1. 总则 ... 3"]),
        max_size=30,
    )
)
def test_lines_keep_their_places_and_twice_is_once(lines: list[str]) -> None:
    text = "\n".join(lines)
    left = without_contents(text)
    assert len(left.split("\n")) == len(text.split("\n"))
    assert all(after in ("", before) for before, after in zip(text.split("\n"), left.split("\n"), strict=True))
    assert left.count(BODY) == text.count(BODY)


@given(st.text(max_size=400))
def test_any_text_is_read_and_nothing_is_added(text: str) -> None:
    assert set(without_contents(text)) <= set(text)


@pytest.mark.parametrize("hostile", ["一、" * 40_000, "目录" + "1. a " * 40_000, "标题\n" * 40_000, ". " * 80_000])
def test_long_texts_take_no_long_time(hostile: str) -> None:
    began = time.monotonic()
    without_contents(hostile)
    assert time.monotonic() - began < 5

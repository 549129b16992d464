"""Flame graphs: stacks become a tree named by our rooms, and the tree a picture whose boxes lie within those that called them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from lxml import etree

from bench import __main__ as command
from bench import flame_graphs
from bench.flames import SMALLEST, draw_flames, place_boxes
from bench.spent import OTHER, OWN
from bench.stacks import (
    LIBRARIES,
    STANDARD,
    Box,
    build_tree,
    count_rooms,
    cut_above,
    name_frame,
    read_stacks,
    weigh_processes,
)

OURS = 'process 7:"python -m tests.shops; --audit complete"'
MAIN = "<module> (clone/xuncha/cli/app.py:1)"
MADE = "make_audit (xuncha/judging/judged.py:58)"
FOLDED = [
    f"{OURS};{MAIN};{MADE};judge (probes/a.py:3) 30",
    f"{OURS};{MAIN};{MADE};judge (probes/a.py:3);search (re/__init__.py:9) 10",
    f"{OURS};_run_code (<frozen runpy>:88);{MAIN} 20",
    f'process 9:"python -P -B -m xuncha.judging.process";{MADE};<lambda> (lib/site-packages/sqlalchemy/base.py:2) 40',
]
SVG = "{http://www.w3.org/2000/svg}"
FORBIDDEN = re.compile(r"permission denied|not permitted", re.IGNORECASE)
BURN = """
import time
def burn_processor():
    until = time.process_time() + 1.0
    while time.process_time() < until: pass
burn_processor()
"""


def test_stacks_become_a_tree_in_which_the_same_calls_are_one_box() -> None:
    tree = build_tree(read_stacks(FOLDED), "audit")
    assert tree.samples == 100
    assert {name: box.samples for name, box in tree.calls.items()} == {OWN: 60, "judging": 40}
    (program,) = tree.calls[OWN].calls.values()
    assert (program.name, program.samples) == ("<module> (xuncha/cli/app.py)", 60)
    judge = program.calls["make_audit (xuncha/judging/judged.py)"].calls["judge (probes/a.py)"]
    assert (judge.samples, judge.calls["search (re/__init__.py)"].samples) == (40, 10)
    assert tree.depth == 6
    assert count_rooms(tree) == {LIBRARIES: 40, "probes": 30, "xuncha": 20, STANDARD: 10}


def test_what_could_not_be_looked_into_counts_without_frames() -> None:
    assert list(read_stacks([" 12"])) == [([], 12)]
    assert build_tree(read_stacks([*FOLDED, " 12"]), "audit").samples == 112


@pytest.mark.parametrize("line", ["no count", "", "12", "a (b.py:1);c (d.py:2) x"])
def test_what_is_no_folded_stack_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="no folded stack"):
        list(read_stacks([line]))


@pytest.mark.parametrize(
    ("frame", "named"),
    [
        ('process 1:"python -c spawn_main --multiprocessing-fork"', ("reading pictures", "")),
        ('process 1:"node cli.js"', (OTHER, "")),
        ("Runner.run (asyncio/runners.py:118)", ("Runner.run (asyncio/runners.py)", STANDARD)),
        ("Image.load (PIL/Image.py:4)", ("Image.load (PIL/Image.py)", LIBRARIES)),
        ("<genexpr> (crawler/dom/a.py)", ("<genexpr> (crawler/dom/a.py)", "crawler")),
        ("_call (<frozen importlib._bootstrap>:4)", None),
    ],
)
def test_a_frame_is_named_without_the_folders_of_a_machine(frame: str, named: tuple[str, str] | None) -> None:
    assert name_frame(frame) == named


def test_what_stands_above_a_function_is_cut_off_and_what_never_calls_it_left_out() -> None:
    tree = build_tree(cut_above(read_stacks(FOLDED), "make_audit"), "judging")
    assert tree.samples == 80
    assert list(tree.calls) == ["make_audit (xuncha/judging/judged.py)"]


def test_each_process_is_as_wide_as_what_it_used_sampled_or_not() -> None:
    weighed = weigh_processes(build_tree(read_stacks(FOLDED), "audit"), {OWN: 1.5, "judging": 0.5, "renderers": 3.0})
    assert weighed.samples == 5000
    assert {name: box.samples for name, box in weighed.calls.items()} == {OWN: 1500, "judging": 500, "renderers": 3000}
    assert weighed.calls[OWN].calls["<module> (xuncha/cli/app.py)"].samples == 1500
    assert weighed.calls["renderers"].calls == {}


def test_boxes_lie_within_those_that_called_them_and_beside_each_other() -> None:
    tree = build_tree(read_stacks(FOLDED), "audit")
    placed = list(place_boxes(tree, 1000.0))
    for drawn in placed:
        inner = sorted(
            (other for other in placed if other.box in drawn.box.calls.values()), key=lambda other: other.left
        )
        edges = [drawn.left, *(edge for other in inner for edge in (other.left, other.left + other.width))]
        assert edges == sorted(edges)
        assert all(other.row == drawn.row + 1 for other in inner)
        assert edges[-1] <= drawn.left + drawn.width + 1e-9
        assert drawn.width == pytest.approx(1000.0 * drawn.box.samples / 100)


def test_what_cannot_be_seen_is_left_out() -> None:
    few = Box("root", "", 10_000, {"much": Box("much", "probes", 9_999), "little": Box("little", "probes", 1)})
    assert [drawn.box.name for drawn in place_boxes(few, 1000 * SMALLEST)] == ["root", "much"]


def test_the_picture_is_an_svg_without_script_that_says_what_each_box_is() -> None:
    tree = build_tree(
        read_stacks([*FOLDED, "process 3:\"node <&>\";f<a>&'b' (probes/a.py:1) 100"]), "an <audit> & more"
    )
    text = draw_flames(tree, "Where & why")
    assert text == draw_flames(tree, "Where & why")
    root = etree.fromstring(text.encode("utf-8"))
    assert not list(root.iter(f"{SVG}script"))
    boxes = list(root.iter(f"{SVG}g"))
    said = [group.findtext(f"{SVG}title") for group in boxes]
    assert said[0] == "an <audit> & more: 200 samples, 100.0%"
    assert "judge (probes/a.py): 40 samples, 20.0%" in said
    assert "f<a>&'b' (probes/a.py): 100 samples, 50.0%" in said
    width = float(root.get("width", "0"))
    for group in boxes:
        (box,) = group.iter(f"{SVG}rect")
        assert float(box.get("x", "")) + float(box.get("width", "")) <= width
        assert box.get("fill", "").startswith("#")
    assert "probes 65%" in [line.text for line in root.iter(f"{SVG}text")]


def test_nothing_sampled_is_no_picture() -> None:
    with pytest.raises(ValueError, match="nothing was sampled"):
        draw_flames(Box("judging", ""), "nothing")


def test_the_page_links_both_pictures() -> None:
    text = command.METHODS["j"]
    assert [name for name in (flame_graphs.JUDGING, flame_graphs.AUDIT) if f"](images/{name})" not in text] == []
    assert set(command.METHODS) == set(command.PARTS)


@pytest.mark.commands
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only root may look into a process")
def test_a_command_is_sampled_from_outside(tmp_path: Path) -> None:
    (tmp_path / "burning.py").write_text(BURN, "utf-8")
    try:
        folded, seconds = flame_graphs.sample_command([sys.executable, str(tmp_path / "burning.py")], 100)
    except RuntimeError as fault:  # a container may forbid it to everybody
        if FORBIDDEN.search(str(fault)):
            pytest.skip(f"no process may be looked into here: {fault}")
        raise
    tree = build_tree(cut_above(read_stacks(folded), "burn_processor"), "burning")
    assert tree.samples > 30
    assert seconds[OWN] > 0.5
    assert "burn_processor (burning.py)" in tree.calls

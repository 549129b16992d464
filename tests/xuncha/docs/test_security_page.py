"""A row of docs/security.md that cannot be true is refused, and one that can stands on the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xuncha.docs import security_page

ROW = {
    "group": "network", "threat": "a threat", "defence": "a defence", "files": ["guard.py"], "tests": ["tests/test_guard.py::test_it_holds"],
}  # fmt: skip


def table(root: Path, **changed: object) -> Path:
    (root / "tests").mkdir(exist_ok=True)
    (root / "guard.py").touch()
    (root / "tests" / "test_guard.py").write_text(
        "def test_it_holds():\n    pass\n\nclass TestMore:\n    def test_too(self): ...\n"
    )
    row = {key: value for key, value in {**ROW, **changed}.items() if value is not None}
    path = root / "security.toml"
    path.write_text(
        '[groups]\nnetwork = "Network"\n\n[[row]]\n'
        + "".join(f"{key} = {json.dumps(value)}\n" for key, value in row.items())
    )
    return path


def test_a_true_row_is_on_the_page_with_its_figure(tmp_path: Path) -> None:
    path = table(tmp_path, figure="0 | none; {soak}", measured="`./do test`")
    page = security_page.render_security_page(*security_page.load_security_table(path, tmp_path), "200 shops")
    assert "## Network" in page
    assert (
        "| a threat | a defence (`guard.py`) | `tests/test_guard.py::test_it_holds` | 0 \\| none; 200 shops — `./do test` |" in page
    )  # fmt: skip


@pytest.mark.parametrize("id", ["tests/test_guard.py", "tests/test_guard.py::TestMore::test_too"])
def test_a_whole_file_or_a_class_may_be_named(id: str, tmp_path: Path) -> None:
    assert security_page.load_security_table(table(tmp_path, tests=[id]), tmp_path)[1][0].tests == (id,)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tests": None}, "names no tests"),
        ({"tests": []}, "names no tests"),
        ({"files": None}, "names no files"),
        ({"tests": ["tests/test_gone.py"]}, "no such test: tests/test_gone.py"),
        ({"tests": ["tests/test_guard.py::test_renamed"]}, "no such test: tests/test_guard.py::test_renamed"),
        ({"files": ["gone.py"]}, "no such file: gone.py"),
        ({"tests": ["guard.py"]}, "no such test: guard.py"),
        ({"group": "other"}, "no group 'other'"),
        ({"figure": "0"}, "belong together"),
        ({"measured": "by hand"}, "belong together"),
        ({"thread": "x"}, "unknown thread"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused(changed: dict[str, object], said: str, tmp_path: Path) -> None:
    with pytest.raises(security_page.BadRow, match=said):
        security_page.load_security_table(table(tmp_path, **changed), tmp_path)


def test_a_group_without_a_row_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path)
    path.write_text(path.read_text().replace("[groups]\n", '[groups]\nempty = "Empty"\n'))
    with pytest.raises(security_page.BadRow, match="empty"):
        security_page.load_security_table(path, tmp_path)


def test_the_page_says_what_a_soak_came_to_or_that_there_was_none(tmp_path: Path) -> None:
    path = tmp_path / "soak.json"
    assert security_page.describe_soak(path) == "not measured yet"
    known = {
        "shops": 200, "minutes": 120.4, "seed": 1, "day": "2026-01-02", "network": "of its own", "breaches": {"hang": 0, "astray": 2},
        "long_audits": 100, "first_mb": 250, "last_mb": 251, "first_descriptors": 13, "last_descriptors": 14,
    }  # fmt: skip
    path.write_text(json.dumps(known))
    said = security_page.describe_soak(path)
    assert "200 shops in 120 minutes (seed 1, 2026-01-02; network of its own): 0 hang, 2 astray" in said
    assert "100 audits: 250 → 251 MB, 13 → 14 descriptors" in said

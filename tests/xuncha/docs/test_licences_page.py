"""Licences: the table is fresh, a new strong copyleft or unknown one is refused, and the product needs nothing that tests alone bring."""

from __future__ import annotations

import ast
import importlib.metadata
import itertools
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.source_trees import parse_source
from tests.test_house import PRODUCT, ROOMS
from xuncha.docs import licences_page

pytestmark = pytest.mark.usefixtures("source_trees")
ROOT = Path(__file__).resolve().parents[3]
OURS = {*ROOMS, "tests", "bench"}
# Imported where a package is built, which the build brings: see pyproject.toml.
BUILDING = frozenset({"setuptools"})
# Needed and never imported, with the reason.
NOT_IMPORTED = {
    "python-multipart": "FastAPI reads forms by it",
    "aiosqlite": "SQLAlchemy's driver, named in the address of a database",
    "noto-cjk-sans-otc": "a typeface, found by its files",
    "onnxruntime": "what rapidocr reads with",
}


def locks(folder: Path, product: str, tests: str = "") -> Path:
    (folder / "requirements.lock").write_text(product, "utf-8")
    (folder / "requirements-dev.lock").write_text(product + tests, "utf-8")
    return folder


def pin(name: str, via: str = "xuncha (pyproject.toml)") -> str:
    return f"{name}==1.0 \\\n    --hash=sha256:{'0' * 64}\n    # via {via}\n"


def test_the_table_is_fresh_and_nothing_in_it_is_refused() -> None:
    found = licences_page.list_locked_packages(ROOT)
    assert (ROOT / "docs" / "licences.md").read_text("utf-8") == licences_page.render_licences_page(found), (
        "run ./do docs"
    )
    assert [package.name for package in found if package.refused] == []
    assert licences_page.main() == 0
    assert {package.name for package in found} > {"warcio", "playwright", "psycopg", "surt"}


def test_no_strong_copyleft_is_installed_with_the_product() -> None:
    found = [package for package in licences_page.list_locked_packages(ROOT) if not package.tests_alone]
    assert len(found) > 60
    assert {package.kind for package in found} <= {"permissive", "font", "weak"}
    assert not {"surt", "wacz", "cdxj-indexer"} & {package.name for package in found}


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("MIT", "permissive"),
        ("Apache-2.0 OR GPL-3.0-only", "permissive"),
        ("MIT AND AGPL-3.0-only", "strong"),
        ("LGPL-3.0-only", "weak"),
        ("GPL-2.0-or-later", "strong"),
        ("OFL-1.1", "font"),
        ("MIT AND (BSD-3-Clause OR GPL-3.0-only)", "strong"),
        ("Do what you like", "unknown"),
        ("GNU General Public License v3", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_licence_is_of_the_kind_that_obliges_most(expression: str, kind: str) -> None:
    assert licences_page.classify_licence(expression) == kind


def test_a_new_strong_or_unknown_licence_is_refused(tmp_path: Path) -> None:
    root = locks(tmp_path, pin("good") + pin("bad") + pin("mute"), pin("surt", "good") + pin("other"))
    said = {"good": "MIT", "bad": "AGPL-3.0-only", "surt": "AGPL-3.0-only", "other": "GPL-3.0-only"}
    found = licences_page.list_locked_packages(root, lambda name: said.get(name, licences_page.UNKNOWN))
    assert [package.name for package in found if package.refused] == ["bad", "mute", "other"]
    assert {package.name: package.via for package in found}["surt"] == ("good",)
    moved = locks(tmp_path, pin("surt"))
    (alone,) = licences_page.list_locked_packages(moved, said.__getitem__)
    assert alone.refused  # borne for tests, never with the product


def test_the_check_names_what_it_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences_page, "PROBES", locks(tmp_path, pin("no-such-package")) / "probes.toml")
    assert licences_page.main() == 1
    assert capsys.readouterr().err == "licence refused: no-such-package (unknown, unknown), asked for by xuncha\n"


@cache
def foreign() -> dict[str, str]:
    """What the product imports that is neither ours nor Python's, each with a file that does."""
    found: dict[str, str] = {}
    for path in PRODUCT:
        for node in ast.walk(parse_source(path)):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            for top in (name.partition(".")[0] for name in names):
                if top not in sys.stdlib_module_names and top not in OURS | BUILDING:
                    found[top] = path.name
    return found


@cache
def list_brought() -> Mapping[str, list[str]]:
    """The packages of this environment by what is imported of them: read from all their lists of files, which takes a second."""
    return importlib.metadata.packages_distributions()


def owners(top: str) -> set[str]:
    """The packages that bring what is imported by that name."""
    return {canonicalize_name(text) for text in list_brought().get(top, ())}


def test_the_product_imports_nothing_that_only_tests_bring() -> None:
    product = {package.name for package in licences_page.list_locked_packages(ROOT) if not package.tests_alone}
    assert {top: file for top, file in foreign().items() if not owners(top) & product} == {}


def test_what_is_imported_is_named_and_what_is_named_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [lines for name, lines in project["optional-dependencies"].items() if name not in ("dev", "build")]
    wanted = [Requirement(line) for line in itertools.chain(project["dependencies"], *extras)]
    named: set[str] = {canonicalize_name(requirement.name) for requirement in wanted}
    named |= {
        f"{canonicalize_name(requirement.name)}-{extra}" for requirement in wanted for extra in requirement.extras
    }
    assert {top: file for top, file in foreign().items() if not owners(top) & named} == {}
    imported = set().union(*map(owners, foreign()))
    assert {canonicalize_name(requirement.name) for requirement in wanted} - imported == NOT_IMPORTED.keys()

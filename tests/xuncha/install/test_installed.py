"""What is built of the tree and installed elsewhere is the whole program: wheel and sdist, in environments of their own, audit a shop."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.shops.server import serving
from tests.xuncha.command import QUICK
from tests.xuncha.install.venvs import install, make_empty, run
from xuncha.judging.ruleset import compute_ruleset
from xuncha.settings import tree

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("crawler", "probes", "scoring", "storage", "xuncha")
BUILD = "import setuptools.build_meta as b, sys; to = sys.argv[1]; b.build_sdist(to); b.build_wheel(to)"


def product() -> set[str]:
    """Every file of the rooms that is under version control or about to be."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *ROOMS]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a clone: there is no list of tracked files")
    return {name for name in done.stdout.splitlines() if (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built of a copy of the tree."""
    copy, dist = tmp_path_factory.mktemp("tree") / "xuncha", tmp_path_factory.mktemp("dist")
    for name in (*product(), "probes.toml", "pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    done = run(sys.executable, "-c", BUILD, dist, cwd=copy)
    assert done.returncode == 0, done.stderr
    return dist


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that holds the wheel."""
    python = make_empty(tmp_path_factory.mktemp("installed") / "venv")
    install(python, wheel)
    return python.parent


@pytest.mark.commands
def test_the_wheel_holds_every_file_of_the_product_and_the_table(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
        assert packed.read("probes/probes.toml") == (ROOT / "probes.toml").read_bytes()
        (metadata,) = (name for name in packed.namelist() if name.endswith("dist-info/METADATA"))
        assert b"License-Expression: Apache-2.0" in packed.read(metadata)
        assert any(name.endswith("licenses/LICENSE") for name in packed.namelist())
    assert names == product() | {"probes/probes.toml"}


@pytest.mark.commands
def test_the_sdist_holds_what_a_wheel_is_built_of(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert product() | {"probes.toml", "LICENSE", "README.md", "pyproject.toml"} <= names
    assert not [name for name in names if name.startswith(("tests", "bench"))]
    python = make_empty(tmp_path / "venv")
    install(python, sdist)
    said = run(
        python, "-c", "from xuncha.judging.ruleset import compute_ruleset; print(compute_ruleset())", cwd=tmp_path
    )
    assert said.stdout.strip() == compute_ruleset(), said.stderr


@pytest.mark.commands
def test_the_installed_program_runs_its_own_files_by_the_same_rules(installed: Path, tmp_path: Path) -> None:
    asks = "from probes.schema.probe_table import TABLE; from xuncha.judging.ruleset import compute_ruleset; print(TABLE); print(compute_ruleset())"
    table, rules = run(installed / "python", "-c", asks, cwd=tmp_path).stdout.splitlines()
    assert Path(table).is_relative_to(installed.parent)
    assert Path(table).parts[-2:] == ("probes", "probes.toml")
    assert rules == compute_ruleset()
    assert tree.find_source_tree() == ROOT


@pytest.mark.commands
@pytest.mark.parametrize("where", [Path("/"), ROOT], ids=["elsewhere", "in the tree"])
def test_what_needs_a_tree_says_so(installed: Path, where: Path) -> None:
    for lang, words in (("zh", "作为软件包安装"), ("en", "installed as a package")):
        ended = run(installed / "xuncha", "new-probe", "disclosure/some_date", "--lang", lang, cwd=where)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert words in ended.stderr
        assert ended.stderr.count("\n") == 1
    docs = run(installed / "python", "-P", "-m", "xuncha.docs.generate", cwd=where)
    assert docs.returncode == 2
    assert "installed as a package" in docs.stderr


@pytest.mark.browser
def test_the_installed_program_audits_a_shop_and_its_packs_are_proven(installed: Path, tmp_path: Path) -> None:
    doctor = run(installed / "xuncha", "doctor", cwd=tmp_path)
    assert doctor.returncode == 0, doctor.stdout
    assert "✓ probes.toml" in doctor.stdout
    with serving("prechecked") as url:
        audit = run(installed / "xuncha", "audit", url, "--allow-private", *QUICK, cwd=tmp_path)
    assert audit.returncode in (0, 3), audit.stderr
    record = json.loads((tmp_path / "xuncha-report" / "audit.json").read_text("utf-8"))
    assert record["ruleset"] == compute_ruleset()
    assert record["findings"], "nothing was judged"
    id = record["audit"]["id"]
    again = run(installed / "xuncha", "rejudge", id, cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    pack = run(installed / "xuncha", "export", id, "--to", "pack.zip", cwd=tmp_path)
    assert pack.returncode == 0, pack.stderr
    with zipfile.ZipFile(tmp_path / "pack.zip") as packed:
        assert packed.read("ruleset/probes.toml") == (ROOT / "probes.toml").read_bytes()
    key = run(installed / "xuncha", "key", "show", cwd=tmp_path).stdout.splitlines()[0]
    proven = run(installed / "xuncha", "verify", "pack.zip", "--key", key, cwd=tmp_path)
    assert proven.returncode == 0, proven.stdout + proven.stderr

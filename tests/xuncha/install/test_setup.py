"""The set-up script, the locks and the house rules that hold for every file."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]
PRODUCT, TESTS = ((ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock"))
LOCKS = pytest.mark.parametrize("lock", [PRODUCT, TESTS], ids=["product", "tests"])
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)", re.MULTILINE)
# In pieces, so that the rule does not find itself.
FORBIDDEN = (
    r"(^|[^A-Za-z0-9_.:-])/(work|root)/",
    r"(^|[^A-Za-z0-9_.])/home/[a-z]",  # a page of a shop may have such a piece within its address
    "pyp" + r"i\.org",
    "python" + r"hosted\.org",
    "npm" + r"js\.(org|com)",
    "npm" + r"mirror\.com",
    "crates" + r"\.io",
)


def pins(lock: str) -> dict[str, set[str]]:
    """Versions in the lock by name; the same name may be pinned twice for different Pythons."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock):
        found.setdefault(pin["name"], set()).add(pin["version"])
    return found


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@LOCKS
def test_every_pin_of_the_lock_has_hashes(lock: str) -> None:
    blocks = re.split(r"(?m)^(?=[a-z0-9])", lock)[1:]
    assert len(blocks) > 50
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@LOCKS
def test_lock_names_no_host(lock: str) -> None:
    assert "://" not in lock
    assert not re.search(r"index-url|find-links|trusted-host", re.sub("--no-emit-(index-url|find-links)", "", lock))


def asked_for() -> dict[str, list[str]]:
    """What the project asks for: of itself and of what builds it ("") and by each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    own = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return {"": own, **project["project"]["optional-dependencies"]}


@LOCKS
def test_lock_holds_what_the_project_asks_for(lock: str) -> None:
    locked = pins(lock)
    for line in itertools.chain(*(asked for name, asked in asked_for().items() if lock == TESTS or name != "dev")):
        want = Requirement(line)
        versions = locked.get(canonicalize_name(want.name), set())
        assert versions, f"{want.name} is not in the lock"
        assert all(want.specifier.contains(version) for version in versions), f"{line} against {versions}"


def test_every_range_has_two_ends() -> None:
    wanted = [Requirement(line) for line in itertools.chain(*asked_for().values())]
    open_ended = [
        requirement.name for requirement in wanted if {part.operator for part in requirement.specifier} != {">=", "<"}
    ]
    assert set(open_ended) == {"setuptools"}  # what builds the project is whatever a machine has


def test_tests_run_with_the_packages_of_the_product() -> None:
    product, tests = pins(PRODUCT), pins(TESTS)
    assert product == {name: tests[name] for name in product}
    only = {canonicalize_name(Requirement(line).name) for line in asked_for()["dev"]}
    assert only <= tests.keys()
    assert not only & product.keys() - {"packaging", "setuptools"}  # which others ask for too


@pytest.mark.commands
@pytest.mark.parametrize(("script", "shell"), [("do", "sh"), (".ci/run", "bash")])
def test_scripts_can_be_run(script: str, shell: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    checked = run(shell, "-n", ROOT / script)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.commands
@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_file_names_a_machine_or_a_registry(pattern: str) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: there is no list of tracked files")
    found = run("git", "grep", "-nIE", pattern)
    assert found.returncode == 1, found.stdout[:2000] + found.stderr


@pytest.mark.commands
def test_a_machine_path_would_be_found(tmp_path: Path) -> None:
    run("git", "init", "-q", cwd=tmp_path)
    (tmp_path / "a.py").write_text("HERE = '/ro" + "ot/x'\n", "utf-8")
    run("git", "add", "a.py", cwd=tmp_path)
    assert "a.py:1" in run("git", "grep", "-nIE", FORBIDDEN[0], cwd=tmp_path).stdout


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A folder that the script takes for fully set up; its commands print what they were called with."""
    for name in ("do", "requirements.lock", "requirements-dev.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for package in ("tests/shops", "bench"):
        (tmp_path / package).mkdir(parents=True)
        for folder in ("tests", package):  # a package, else Python takes the installed one of that name before it
            (tmp_path / folder / "__init__.py").touch()
        (tmp_path / package / "__main__.py").write_text(
            f"import sys\nprint('{package}', *sys.argv[1:])\n", encoding="utf-8"
        )
    bin = tmp_path / ".venv/bin"
    bin.mkdir(parents=True)
    for name, line in (("python", f'exec "{sys.executable}" "$@"'), ("xuncha", 'echo xuncha "$@"')):
        (bin / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (bin / name).chmod(0o755)
    stamps = {
        ".packages-product": "cksum <requirements.lock",
        ".packages-tests": "cksum <requirements-dev.lock",
        ".program": "{ cat pyproject.toml; pwd; } | cksum",
    }
    for name, made in stamps.items():
        (tmp_path / ".venv" / name).write_text(run("sh", "-c", made, cwd=tmp_path).stdout, "utf-8")
    return tmp_path


@pytest.mark.commands
def test_set_up_is_silent_where_nothing_is_left_to_do(ready: Path) -> None:
    ran = run("./do", "shop", "--port", "0", cwd=ready, XUNCHA_OFFLINE="1")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "tests/shops --port 0\n", "")


@pytest.mark.parametrize(
    ("arguments", "called"),
    [
        ((), "tests/shops --audit complete --"),
        (("--device", "mobile"), "tests/shops --audit complete -- --device mobile"),
        (("http://127.0.0.1:1/", "--lang", "en"), "xuncha audit http://127.0.0.1:1/ --lang en"),
        (("--lang", "en", "http://127.0.0.1:1/"), "xuncha audit --lang en http://127.0.0.1:1/"),
        (("shop.invalid",), "xuncha audit shop.invalid"),
        (("--help",), "xuncha audit --help"),
    ],
)
@pytest.mark.browser
def test_audit_without_an_address_means_the_demo_shop(ready: Path, arguments: tuple[str, ...], called: str) -> None:
    ran = run("./do", "audit", *arguments, cwd=ready, XUNCHA_OFFLINE="1")
    assert (ran.returncode, ran.stdout.strip()) == (0, called), ran.stderr


@pytest.mark.commands
def test_a_changed_lock_is_noticed(ready: Path) -> None:
    # Nothing but what cannot be had, so that nothing is put into the environment the tests run in.
    (ready / "requirements.lock").write_text("xuncha-no-such-package==1 --hash=sha256:" + "0" * 64 + "\n", "utf-8")
    ran = run("./do", "shop", cwd=ready, XUNCHA_OFFLINE="1")
    assert ran.returncode == 2
    assert "the packages could not be installed" in ran.stderr
    assert "xuncha-no-such-package" in ran.stderr


@pytest.mark.commands
def test_without_python_one_line_says_what_to_run(ready: Path) -> None:
    shutil.rmtree(ready / ".venv")
    ran = run("./do", "shop", cwd=ready, XUNCHA_PYTHON="/no/such/python")
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "apt-get install python3 python3-venv" in ran.stderr


@pytest.mark.commands
def test_an_unknown_command_shows_the_commands() -> None:
    ran = run("./do", "audti")
    assert ran.returncode == 2
    assert "./do audit" in ran.stderr
    assert run("./do", "help").returncode == 0

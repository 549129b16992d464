"""A child process has in its environment what its kind needs, and none of our passwords; nothing that reads pictures calls home."""

import ast
import asyncio
import contextlib
import multiprocessing
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler import child_environment
from crawler.browser.driver import driver_environment
from crawler.browser.engine import Engine
from crawler.browser.launch import find_chromium
from crawler.child_environment import ChildKind
from crawler.child_environment import child_environment as environment_of
from crawler.dom import document_text
from crawler.dom.ocr import Ocr, ocr_available
from crawler.network.proxy import Gate
from crawler.vocabulary import Device
from tests.crawler.network.proxied_browsers import until

SECRETS = {
    "XUNCHA_DATABASE": "postgresql://u:sesame@db/x",
    "AWS_SECRET_ACCESS_KEY": "sesame",
    "AWS_SESSION_TOKEN": "sesame",
    "PGPASSWORD": "sesame",
    "HTTPS_PROXY": "http://u:sesame@proxy:1",
    "SOME_TOKEN": "sesame",
    "LD_PRELOAD": "sesame",
    "NODE_OPTIONS": "--title=sesame",
}
MALLOC = {"MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"}  # what is kept of memory that was freed
ALL = {
    **SECRETS,
    "PATH": "/bin",
    "LC_ALL": "C",
    "PYTHONPATH": "/p",
    "FONTCONFIG_FILE": "/f",
    "DISPLAY": ":0",
    "OMP_NUM_THREADS": "2",
}


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XUNCHA_DATABASE", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD", "SOME_TOKEN"):
        monkeypatch.setenv(name, "sesame")


def descendants(pid: int) -> Iterator[int]:
    """All processes below that one."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text("ascii").split():
            yield int(child)
            with contextlib.suppress(OSError):
                yield from descendants(int(child))


def told(pid: int) -> dict[str, str]:
    """The environment that a process was started with; of one that has gone or hides it, nothing."""
    with contextlib.suppress(OSError):
        pairs = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        return {name.decode(): value.decode() for name, _, value in (pair.partition(b"=") for pair in pairs) if name}
    return {}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (ChildKind.EVERY, {"PATH", "LC_ALL"}),
        (ChildKind.PYTHON, {"PATH", "LC_ALL", "PYTHONPATH"}),
        (ChildKind.PICTURES, {"PATH", "LC_ALL", "PYTHONPATH", "OMP_NUM_THREADS", "ORT_DISABLE_TELEMETRY", *MALLOC}),
        (ChildKind.BROWSER, {"PATH", "LC_ALL", "FONTCONFIG_FILE", "DISPLAY"}),
        (ChildKind.DRIVER, {"PATH", "LC_ALL", "FONTCONFIG_FILE", "DISPLAY"}),
        (ChildKind.FONTS, {"PATH", "LC_ALL", "FONTCONFIG_FILE"}),
        (ChildKind.STORE, {"PATH", "LC_ALL", "PYTHONPATH", "XUNCHA_DATABASE", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PGPASSWORD"}),
    ],
)  # fmt: skip
def test_each_kind_is_told_what_it_needs(kind: ChildKind, names: set[str]) -> None:
    assert environment_of(kind, ALL).keys() == names


def test_the_driver_is_told_what_playwright_says_and_no_password(secrets: None) -> None:
    said = driver_environment()
    assert said["PW_LANG_NAME"] == "python"
    assert "sesame" not in said.values()


@pytest.mark.commands
async def test_the_reader_of_documents_knows_no_password(secrets: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[dict[str, str]] = []
    start = asyncio.create_subprocess_exec

    async def watched(*words: str, **options: object) -> asyncio.subprocess.Process:
        child = await start(*words, **options)  # type: ignore[arg-type]  # passed on as they come
        await until(lambda: bool(told(child.pid)))  # a program that is just being started shows none yet
        kept.append(told(child.pid))
        return child

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    assert await document_text.read_document(b"no pdf", "pdf") is None
    assert kept[0]["PATH"] == os.environ["PATH"]
    assert "sesame" not in kept[0].values()


@pytest.mark.commands
async def test_the_reader_of_pictures_knows_no_password_and_does_not_call_home(secrets: None) -> None:
    if not ocr_available():
        pytest.skip("the OCR extra is not installed")
    before = set(descendants(os.getpid()))
    async with Ocr() as reader:
        await reader.warm()
        started = {pid: told(pid) for pid in set(descendants(os.getpid())) - before}
    workers = [said for said in started.values() if "ORT_DISABLE_TELEMETRY" in said]
    assert [said["ORT_DISABLE_TELEMETRY"] for said in workers] == ["1", "1"]  # one tells sizes, one reads
    assert [pid for pid, said in started.items() if "sesame" in said.values()] == []


def _said(name: str) -> str | None:
    return os.environ.get(name)


@pytest.mark.commands
@pytest.mark.parametrize(("kind", "knows"), [(ChildKind.STORE, "sesame"), (ChildKind.PICTURES, None), (None, None)])
def test_processes_of_multiprocessing_know_what_their_kind_does(
    secrets: None, kind: ChildKind | None, knows: str | None
) -> None:
    context = child_environment.spawn_context(kind) if kind else multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(_said, ("XUNCHA_DATABASE",)) == knows
        assert pool.apply(_said, ("SOME_TOKEN",)) is None


def _faults_of_steps() -> int:
    """Pages of memory that had to be had from the system for 20 steps, each of which frees the 32 MB it needed."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        held = [bytearray(4_000_000) for _ in range(8)]
        held.clear()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.commands
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="a setting of the GNU C library")
def test_the_reader_of_pictures_keeps_the_memory_that_its_engine_frees_after_each_step(secrets: None) -> None:
    with child_environment.spawn_context(ChildKind.PICTURES).Pool(1) as pool:
        assert pool.apply(_faults_of_steps) < 3 * 32_000_000 / resource.getpagesize()


@pytest.mark.browser
async def test_driver_and_browser_know_no_password(secrets: None) -> None:
    before = set(descendants(os.getpid()))
    async with Gate() as gate, Engine(find_chromium(), gate) as engine:
        await engine.context(Device.DESKTOP)
        started = {pid: told(pid) for pid in set(descendants(os.getpid())) - before}
    assert len([pid for pid, said in started.items() if said]) >= 2
    assert [pid for pid, said in started.items() if "sesame" in said.values()] == []


def test_whatever_is_started_says_what_it_is_told() -> None:
    """Each start of a program in the product names its environment."""
    root, bare = Path(__file__).resolve().parents[2], []
    for room in ("crawler", "probes", "scoring", "storage", "xuncha"):
        for path in (root / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                words, said = ast.unparse(node.func), {keyword.arg for keyword in node.keywords}
                starts = words in ("subprocess.run", "subprocess.Popen", "asyncio.create_subprocess_exec")
                pools = words.endswith("ProcessPoolExecutor") and "child_environment.spawn_context" not in ast.unparse(
                    node
                )
                if (starts and "env" not in said) or pools or words.startswith(("os.system", "os.popen", "os.exec")):
                    bare.append(f"{path.relative_to(root)}: {words}")
    assert bare == []
    assert sys.platform == "win32" or multiprocessing.util.spawnv_passfds is child_environment._spawned


MAIN = """
import asyncio, sys
print(__name__, flush=True)
if __name__ == "__main__":
    from crawler.dom.ocr import Ocr
    async def read():
        async with Ocr() as reader:
            await reader.warm()
            print("warm" if reader.reader.warm and reader.measurer.warm else "cold", flush=True)
    asyncio.run(read())
"""


@pytest.mark.commands
@pytest.mark.skipif(not ocr_available(), reason="the OCR extra is not installed")
def test_the_reader_of_pictures_does_not_import_the_program_that_started_it(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(MAIN, "utf-8")
    ran = subprocess.run(
        [sys.executable, program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(child_environment.__file__).parents[1])},
    )
    assert ran.stdout.split() == ["__main__", "warm"]

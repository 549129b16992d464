"""Everything that can be said wrong or go wrong on the command line ends in one clear line and its exit code."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program_copy import copy_program
from tests.xuncha.command import CHINESE, ITEM, QUICK, Ended, Shop, pages, serving, xuncha

pytestmark = pytest.mark.commands

GOOD = "http://127.0.0.1:9/"  # where no looking is meant to begin


@pytest.fixture
def folders(tmp_path: Path) -> tuple[str, ...]:
    return "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out")


SAID: list[tuple[list[str], str]] = [
    (["audit", "ftp://shop.invalid"], "only http and https"),
    (["audit", "http://me:secret@shop.invalid"], "leave user name and password out"),
    (["audit", GOOD, "--item", f"{ITEM}2"], f"did you mean '{ITEM}'"),
    (["audit", GOOD, "--device", "tablet"], "desktop, mobile or both"),
    (["audit", GOOD, "--budget", "time=3"], "pages=150"),
    (["audit", GOOD, "--pace", "nan"], "--pace"),
    (["audit", GOOD, "--profile", "fod"], "did you mean 'food'"),
    (["audit", GOOD, "--consent", "login"], "robots"),
    (["audit", GOOD, "--resume", "ab"], "leave out URL"),
    (["audit", "--resume", "ab", "--item", ITEM], "leave out --item"),
    (["audit", "--resume", "ab12"], "no such audit: ab12; see the ids"),
    (["rejudge"], "--all"),
    (["audit", GOOD, "--fail-on", "error"], "fail, partial, question"),
    (["audit", "notaurl"], "malformed URL 'notaurl'"),
    (["audit", GOOD, "--junit", "/proc/no-such/j.xml"], "cannot write /proc/no-such/j.xml"),
    (["audit", GOOD, "--sarif", "/proc"], "cannot write /proc"),
    (["audit", GOOD, "--baseline", "no-such.toml"], "no-such.toml cannot be read"),
    (["check", "no-such.json"], "no-such.json cannot be read"),
    (["check", "ab12"], "no such audit: ab12"),
    (["baseline", "ab12", "--to", "b.toml", "--reason", " ", "--until", "2099-01-01"], "--reason"),
    (["baseline", "ab12", "--to", "b.toml", "--reason", "x", "--until", "soon"], "2027-03-31"),
    (["baseline", "ab12", "--to", "b.toml", "--reason", "x", "--until", "2020-01-01"], "has passed"),
]
SAID_IN_CHINESE: list[tuple[list[str], str]] = [
    (["audit"], "缺少网址，请写成"),
    (["audit", "http://a b"], "网址写法有误：'http://a b'，请写成"),
    (["audit", GOOD, "--item", f"{ITEM}2"], f"did you mean '{ITEM}'"),
    (["show", "zz"], "没有这次检测：zz；用 xuncha audits"),
    (["rejudge", "ab12"], "没有这次检测：ab12；用 xuncha audits"),
]


@pytest.mark.parametrize(
    ("words", "said", "chinese"),
    [(*other, False) for other in SAID] + [(*pair, True) for pair in SAID_IN_CHINESE],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_use_is_one_line_that_says_how_to_mend_it(
    words: list[str], said: str, chinese: bool, folders: tuple[str, ...], tmp_path: Path
) -> None:
    given = folders if words[0] == "audit" else folders[:2]
    ended = xuncha(*words, *given, *(() if chinese else ("--lang", "en")))  # Chinese where nothing is said
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.line
    assert bool(CHINESE.search(ended.err)) is chinese
    assert "secret" not in ended.err
    assert not (tmp_path / "out" / "audit.json").exists()


def test_what_the_parser_of_options_refuses_is_bad_use_too(folders: tuple[str, ...]) -> None:
    for words in (
        ["audit", GOOD, "--fail-under", "high"],
        ["audit", GOOD, "--fail-under", "200"],
        ["audit", GOOD, "--fail-under", "-1"],
        ["audit", GOOD, "--no-such"],
        ["fly"],
        ["audits", "--limit", "0"],
    ):
        ended = xuncha(*words)
        assert ended.code == 2
        assert "Traceback" not in ended.err


@pytest.mark.parametrize("option", ["--out", "--data"])
@pytest.mark.parametrize("taken", ["a file in the way", "a file above it", "a folder that cannot be made"])
def test_a_folder_that_cannot_be_written(option: str, taken: str, folders: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    place = {"a file in the way": tmp_path / "file", "a file above it": tmp_path / "file" / "below"}.get(taken)
    where = str(place or "/proc/no-such")
    words = [where if folders[index - 1] == option else folder for index, folder in enumerate(folders)]
    ended = xuncha("audit", GOOD, *words)
    assert ended.code == 2
    assert where in ended.line
    assert option in ended.line  # what to mend
    assert CHINESE.search(ended.line)


def test_no_browser_is_said_before_a_visit_begins(folders: tuple[str, ...], tmp_path: Path) -> None:
    missing = str(tmp_path / "no-browser")
    asked: list[tuple[tuple[str, ...], dict[str, str]]]
    asked = [((), {"XUNCHA_CHROMIUM": missing}), (("--browser", missing), {})]
    for words, given in asked:
        ended = xuncha("audit", GOOD, *words, *folders, given=given)
        assert ended.code == 2
        assert missing in ended.line
        assert "XUNCHA_CHROMIUM" in ended.line
        assert "找不到可用的浏览器" in ended.line
    assert len(xuncha("audits", *folders[:2]).out.splitlines()) == 1  # its heading


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's own files, whose tables are to be spoilt once its modules are loaded."""
    root = copy_program(tmp_path_factory.mktemp("clone"))
    assert xuncha("--version", cwd=root, settled=True).code == 0
    return root


@pytest.mark.parametrize(
    ("file", "right", "wrong", "named"),
    [
        ("probes.toml", "confidence = ", "confidance = ", ("confidance", "did you mean 'confidence'")),
        ("probes.toml", "question = {", "queston = {", ("queston", "did you mean 'question'")),
        ("probes.toml", "counts = [{ item = ", "counts = [{ itm = ", ("itm", "did you mean 'item'")),
        ("probes.toml", "[complaints.complaint_entry", "[complaints.complaint_entri", ("complaint_entri", "complaint_entry")),
        ("probes.toml", "question = {", "question = ", ("probes.toml",)),
        ("scoring/standard.toml", "weight = ", "wieght = ", ("wieght", "did you mean 'weight'")),
        ("scoring/standard.toml", "class = ", "clas = ", ("clas", "did you mean 'class'")),
        ("scoring/standard.toml", "[verdicts", "[verdict", ("standard.toml",)),
    ],
)  # fmt: skip
def test_an_unknown_key_is_named_with_the_nearest_known_one(
    file: str, right: str, wrong: str, named: tuple[str, ...], clone: Path, tmp_path: Path
) -> None:
    path = clone / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, -1 if right.startswith("[") else 1), "utf-8")
    try:
        words = ("audit", GOOD, "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"))
        ended = xuncha(*words, cwd=clone, settled=True)
    finally:
        path.write_text(text, "utf-8")
    assert ended.code == 2
    assert "配置有误" in ended.line
    for word in (Path(file).name, *named):
        assert word in ended.line


# -- the web misbehaves ------------------------------------------------------------------------------------------------


def cannot_look(ended: Ended, out: Path) -> None:
    """Exit code 3, and a report that holds nothing against the shop."""
    assert ended.code == 3, ended.err
    assert "Traceback" not in ended.err
    record = json.loads((out / "audit.json").read_text("utf-8"))
    assert {item["verdict"] for item in record["items"]} & {"pass", "partial", "fail"} == set()
    assert record["scores"]["auto"]["value"] is None
    assert record["gaps"]
    assert (out / "report.html").is_file()


@pytest.mark.browser
def test_an_unknown_host(folders: tuple[str, ...], tmp_path: Path) -> None:
    ended = xuncha("audit", "shop.invalid", *QUICK, *folders)
    cannot_look(ended, tmp_path / "out")
    assert "未能检测 https://shop.invalid/" in ended.out
    assert "域名" in ended.out or "dns" in ended.out


@pytest.mark.browser
def test_a_refused_address_names_the_option_that_allows_it(folders: tuple[str, ...], tmp_path: Path) -> None:
    shop = Shop(pages())
    with serving(shop) as url:
        ended = xuncha("audit", url, *QUICK, *folders, "--lang", "en")
    cannot_look(ended, tmp_path / "out")
    assert "--allow-private" in ended.out
    assert not CHINESE.search(ended.out + ended.err)
    assert shop.asked == []  # nothing was sent there


@pytest.mark.browser
def test_what_is_no_page(folders: tuple[str, ...], tmp_path: Path) -> None:
    with serving(Shop({"/": "a,b\n1,2\n"}, kind="text/plain; charset=utf-8")) as url:
        ended = xuncha("audit", url, *QUICK, *folders, "--allow-private", "--fail-under", "1")
    cannot_look(ended, tmp_path / "out")
    assert "text/plain" in ended.out


@pytest.mark.browser
def test_a_shop_that_answers_its_home_page_only_is_held_to_nothing(folders: tuple[str, ...], tmp_path: Path) -> None:
    answered = {"/": pages()["/"], "/robots.txt": "User-agent: *\nAllow: /\n"}
    with serving(Shop(answered, hang_others=True)) as url:
        words = ("--item", ITEM, "--pace", "0", "--no-ocr", "--allow-private", "--budget", "seconds=12")
        ended = xuncha("audit", url, *words, *folders)
    assert ended.code == 0, ended.err
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    assert not [item["item"] for item in record["items"] if item["verdict"] == "fail"]
    reasons = {gap["reason"] for gap in record["gaps"]}
    assert reasons & {"timeout", "budget"}
    assert "not_offered" not in {gap["reason"] for gap in record["gaps"] if gap["role"] == "complaint"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for the tables and hardly anything else."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system needs root and the right to mount")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.browser
def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    with serving(Shop(pages())) as url:
        words = ("--data", str(small_disk / "data"), "--out", str(tmp_path / "out"), "--allow-private")
        ended = xuncha("audit", url, *QUICK, *words)
    assert ended.code == 2, ended.err
    assert "磁盘已满" in ended.line
    assert "--data" in ended.line
    assert not any("exception" in line.lower() for line in ended.err.splitlines()), ended.err


@pytest.mark.browser
def test_a_build_fails_on_what_is_new_and_not_on_what_was_accepted(folders: tuple[str, ...], tmp_path: Path) -> None:
    junit, sarif, baseline = (tmp_path / name for name in ("junit.xml", "out/xuncha.sarif", "baseline.toml"))
    words = ("--item", ITEM, "--pace", "0", "--no-ocr", *folders, "--allow-private", "--fail-on", "fail")
    silent = (
        f"<!doctype html><title>小店</title><h1>小店</h1><p>{'本店出售手工陶器，每件都是在北京的窑里烧成的。' * 30}</p>"
    )
    with serving(Shop({"/": silent, "/robots.txt": ""})) as url:
        first = xuncha("audit", url, *words, "--junit", str(junit), "--sarif", str(sarif))
        assert first.code == 1, first.err
        id = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))["audit"]["id"]
        given = ("--to", str(baseline), "--reason", "整改中", "--until", "2099-01-01", *folders[:2])
        assert xuncha("baseline", id[:8], *given).code == 0
        assert xuncha("baseline", id[:8], *given).code == 2  # never over a file
        assert xuncha("audit", url, *words, "--baseline", str(baseline)).code == 0
    assert junit.read_text("utf-8").startswith("<?xml")
    assert json.loads(sarif.read_text("utf-8"))["version"] == "2.1.0"
    assert xuncha("check", id[:8], *folders[:2]).code == 1
    assert xuncha("check", id[:8], "--baseline", str(baseline), *folders[:2]).code == 0
    assert xuncha("check", str(tmp_path / "out" / "audit.json"), "--baseline", str(baseline)).code == 0

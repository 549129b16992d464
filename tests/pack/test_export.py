"""Packs of real audits: they verify, come out the same again, say what is masked, and are refused where they would say a wrong thing."""

import asyncio
import gzip
import hashlib
import json
import re
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from crawler.network import exchange_log
from crawler.site import Platform
from storage.audits import load_audit
from storage.db.session import Store, open_store
from storage.documents import Document, save_document
from tests.shops.server import serve
from tests.xuncha.command import CHINESE, Ended, xuncha
from tests.xuncha.judging.lending import fork_judging
from tests.xuncha.rejudge.many import rules_moved
from xuncha.audit.pipeline import AuditRequest, perform_audit
from xuncha.pack import container
from xuncha.pack.documents.filed import name_document_file

# Items whose pages are few but of every kind: a notice, an entry, a licence.
ITEMS = ("4.2-2", "5.2-1", "7.3-1")
AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
PAPER = b"%PDF-1.4\n% a paper that somebody filed\n"


@dataclass(frozen=True)
class Kept:
    """A data folder with the audits of a shop with all, twice, and of one that blocks every page."""

    data: Path
    first: str
    second: str
    walled: str


async def audited(store: Store, request: AuditRequest) -> str:
    """The id of its audit."""
    with fork_judging():
        return (await perform_audit(store, request, lambda stage, at, planned: None)).audit.id


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    data = tmp_path_factory.mktemp("packs") / "data"
    ids: list[str] = []
    async with open_store(data) as store:
        async with serve("prechecked") as url:
            for items in (ITEMS, ITEMS[:1]):
                request = AuditRequest(
                    Platform(url, "栗子里商城"), items=items, pace=0.0, allow_private=True, ocr=False
                )
                ids.append(await audited(store, request))
        async with serve("blocked") as url:
            request = AuditRequest(Platform(url), pace=0.0, allow_private=True, ocr=False)
            ids.append(await audited(store, request))
        judged = await load_audit(store, ids[0])
        paper = Document(
            ITEMS[0], hashlib.sha256(PAPER).hexdigest(), len(PAPER), "application/pdf", "营业执照.pdf", AT, ids[0],
            judged.visit, by="评审员甲", note="现场取得",
        )  # fmt: skip
        await save_document(store, paper, PAPER)
    return Kept(data, *ids)


async def run(*words: str) -> Ended:
    return await asyncio.to_thread(xuncha, *words, "--lang", "en")


async def export(kept: Kept, id: str, to: Path, *words: str) -> Ended:
    return await run("export", id, "--to", str(to), "--data", str(kept.data), *words)


async def public_key(kept: Kept) -> str:
    said = await run("key", "show", "--data", str(kept.data))
    assert said.code == 0, said.err
    found = re.search(r"\b[0-9a-f]{64}\b", said.out)
    assert found, said.out
    return found[0]


def stand_alone(pack: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The verifier that lies in the pack, run where nothing of ours can be imported."""
    with zipfile.ZipFile(pack) as opened:
        program = pack.with_name("verify.py")
        program.write_bytes(opened.read("verify.py"))
    command = [sys.executable, "-P", str(program), str(pack), "--lang", "en", *words]
    return subprocess.run(command, cwd=pack.parent, capture_output=True, text=True, check=False)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("which", ["first", "walled"])
@pytest.mark.browser
async def test_a_pack_verifies_by_both_programs_and_comes_out_the_same_again(
    kept: Kept, tmp_path: Path, which: str
) -> None:
    id, pack, again = getattr(kept, which), tmp_path / "pack.zip", tmp_path / "again.zip"
    ended = await export(kept, id, pack)
    assert ended.code == 0, ended.err
    assert "made now" in ended.out
    assert not CHINESE.search(ended.out)
    key = await public_key(kept)
    known = await run("verify", str(pack), "--key", key)
    assert known.code == 0, known.out + known.err
    alone = await asyncio.to_thread(stand_alone, pack, "--key", key)
    assert alone.returncode == 0, alone.stdout + alone.stderr
    said, said_alone = (
        [line for line in word.splitlines() if "documents: " not in line] for word in (known.out, alone.stdout)
    )
    assert said_alone == said
    assert "made again from audit.json and the pictures, the same byte for byte: report.html" in known.out
    assert "not derived here, compare with 'xuncha verify': README.txt, earl.jsonld, findings.xlsx" in alone.stdout
    unknown = await run("verify", str(pack), "--data", str(tmp_path))
    assert (unknown.code, unknown.out.splitlines()[-1]) == (4, "Result: consistent; signer unknown")
    assert "key unknown" in unknown.out
    own = await run("verify", str(pack), "--data", str(kept.data))
    assert (own.code, "that key is one of this machine's own" in own.out) == (0, True)
    other = await run("verify", str(pack), "--key", "0" * 63 + "1")
    assert other.code != 0
    ended = await export(kept, id[:10], again)
    assert "made before" in ended.out
    assert again.read_bytes() == pack.read_bytes()
    assert stat.S_IMODE(pack.stat().st_mode) == 0o644


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_a_pack_holds_all_that_it_should(kept: Kept, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    await export(kept, kept.first, pack)
    with zipfile.ZipFile(pack) as opened:
        names = opened.namelist()
        manifest = json.loads(opened.read("manifest.json"))
        record = json.loads(opened.read("audit.json"))
        (paper,) = [name for name in names if name.startswith(f"decisions/{ITEMS[0]}/")]
        assert opened.read(paper) == PAPER
        for view in record["views"]:
            assert f"screenshots/{view['id']}.jpg" in names
            assert f"views/{view['id']}.json" in names
    for name in (
        "report.html", "report.pdf", "findings.xlsx", "earl.jsonld", "record.docx", "archive.wacz", "verify.py", "README.txt",
        "decisions/decisions.json", "ruleset/probes.toml", "ruleset/scoring/standard.toml",
    ):  # fmt: skip
        assert name in names
    assert any(name.startswith("screenshots/findings/") for name in names)
    assert manifest["sealed"] is False
    said = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert said.keys() == set(names) - {"manifest.json", "manifest.sig", "seal.json", "seal.sig"}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_a_pack_names_the_one_before_it(kept: Kept, tmp_path: Path) -> None:
    before, after = tmp_path / "before.zip", tmp_path / "after.zip"
    assert (await export(kept, kept.first, before)).code == 0
    assert (await export(kept, kept.second, after)).code == 0
    with zipfile.ZipFile(before) as opened:
        hashed = hashlib.sha256(opened.read("manifest.json")).hexdigest()
    with zipfile.ZipFile(after) as opened:
        assert json.loads(opened.read("manifest.json"))["previous"]["manifest"] == hashed
    key = await public_key(kept)
    assert (await run("verify", str(after), "--key", key, "--previous", str(before))).code == 0
    wrong = await run("verify", str(after), "--key", key, "--previous", str(after))
    assert wrong.code == 1


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_originals_are_given_out_only_when_asked_for_and_to_the_owner_alone(kept: Kept, tmp_path: Path) -> None:
    pack = tmp_path / "sealed.zip"
    ended = await export(kept, kept.first, pack, "--sealed")
    assert ended.code == 0, ended.err
    assert "not masked" in ended.out
    assert stat.S_IMODE(pack.stat().st_mode) == 0o600
    with zipfile.ZipFile(pack) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    assert manifest["sealed"] is True
    assert all(not file.get("original") for file in manifest["files"])
    assert (await run("verify", str(pack), "--key", await public_key(kept))).code == 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_an_authority_that_cannot_be_reached_is_said_in_the_pack(kept: Kept, tmp_path: Path) -> None:
    pack = tmp_path / "pack.zip"
    ended = await export(kept, kept.second, pack, "--tsa", "http://127.0.0.1:9/tsa")
    assert ended.code == 0, ended.err
    with zipfile.ZipFile(pack) as opened:
        seal = opened.read("seal.json").decode()
    assert "127.0.0.1:9" in seal
    verified = await run("verify", str(pack), "--key", await public_key(kept))
    assert verified.code == 0, verified.out
    assert "127.0.0.1:9" in verified.out
    again = await export(kept, kept.second, pack, "--tsa", "http://127.0.0.1:9/tsa")
    assert "made now" in again.out  # asked once more, for a stamp that is missing is no answer for ever


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_a_batch_is_written_with_an_index_that_says_which_is_whose(kept: Kept, tmp_path: Path) -> None:
    to = tmp_path / "packs"
    ended = await run("export", "--since", "2026-01-01", "--to", str(to), "--data", str(kept.data))
    assert ended.code == 0, ended.err
    rows = list(openpyxl.load_workbook(to / "index.xlsx").worksheets[0].values)
    assert len(rows) == 4
    for row in rows[1:]:
        pack = to / str(row[4])
        assert hashlib.sha256(pack.read_bytes()).hexdigest() == row[6]
        assert (await run("verify", str(pack), "--data", str(kept.data))).code == 0


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.browser
async def test_what_other_rules_judged_is_refused_with_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "data"
    async with open_store(data) as store, serve("blocked") as url:
        request = AuditRequest(Platform(url), items=ITEMS[:1], pace=0.0, allow_private=True, ocr=False)
        id = await audited(store, request)
        await rules_moved(store)
    moved = Kept(data, id, id, id)
    ended = await export(moved, id, tmp_path / "pack.zip")
    assert ended.code == 2
    assert f"xuncha rejudge {id[:8]}" in ended.line
    assert not (tmp_path / "pack.zip").exists()
    many = await run("export", "--since", "2026-01-01", "--to", str(tmp_path / "packs"), "--data", str(data))
    assert many.code == 1
    rows = list(openpyxl.load_workbook(tmp_path / "packs" / "index.xlsx").worksheets[0].values)
    assert "xuncha rejudge" in str(rows[1][10])


@pytest.mark.commands
@pytest.mark.parametrize(
    "words",
    [
        (),
        ("abc", "--since", "2026-01-01"),
        ("--since", "yesterday"),
        ("--tag", "none"),
        ("abc", "--to", "none/pack.zip"),
        ("abc", "--to", "."),
    ],
)
def test_bad_use_is_one_line_and_writes_nothing(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = xuncha("export", *words, "--data", str(tmp_path / "data"), "--lang", "en", cwd=tmp_path)
    assert ended.code == 2
    assert not CHINESE.search(ended.line)
    assert not list(tmp_path.rglob("*.zip"))


@given(st.text(max_size=90), st.text(max_size=30))
def test_a_document_of_any_name_has_a_safe_one_in_the_pack(stem: str, ending: str) -> None:
    document = Document("9.9-9", "ab" * 32, 1, "image/png", f"{stem}.{ending}", AT, "audit", "visit")
    assert container.is_safe_name(name_document_file(document))


@pytest.mark.parametrize("name", ["2026.01.01 " * 6 + ".扫描件", "a" * 59 + ".b.执照", "...", "", "CON.png"])
def test_a_document_of_an_odd_name_has_a_safe_one(name: str) -> None:
    assert container.is_safe_name(
        name_document_file(Document("9.9-9", "ab" * 32, 1, "image/png", name, AT, "audit", "visit"))
    )


def test_a_damaged_record_of_exchanges_is_told_and_no_traceback() -> None:
    with pytest.raises(exchange_log.NotARecord):
        exchange_log.unpack_record(gzip.compress(b"["))
    with pytest.raises(exchange_log.NotARecord):
        exchange_log.unpack_record(b"no gzip")

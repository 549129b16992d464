"""The documents of a pack say what its record says: whoever signs it anew, each that was replaced or reworded is named."""

from __future__ import annotations

import asyncio
import dataclasses
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from probes.finding import Text
from tests.pack.making import Made, alone, zipped
from tests.xuncha.command import xuncha
from tests.xuncha.reports.conftest import Sample
from xuncha.judging.rules import load_rules
from xuncha.pack.documents import earl, findings_workbook, minutes, paper, readme, screenshots
from xuncha.pack.not_printed import NotPrinted
from xuncha.pack.parts import PackFacts
from xuncha.pack.verification import keys, rebuilt, verify
from xuncha.pack.verification.manifest import hash_sha256
from xuncha.pack.verification.verify import Report, check

pytestmark = pytest.mark.commands

JUNK = b"%PDF-1.4\n% no report at all\n"
FOLLOW = ("report.html", "findings.xlsx", "record.docx", "earl.jsonld", "README.txt")


@pytest.fixture(scope="module")
def told(true_pack: Made, sample: Sample) -> Made:
    """The true pack with all documents, made as an export makes them; for the printed one stands a word."""
    facts = facts_of(true_pack, sample)
    parts = {**true_pack.parts, "report.pdf": JUNK}
    parts["report.html"] = paper.make_html_report(facts).data
    for document in (
        *findings_workbook.make_workbook(facts, screenshots.name_evidence_files(facts.record)),
        *earl.make_earl(facts),
        *screenshots.make_screenshots(facts),
        *readme.make_readme(facts),
    ):
        parts[document.name] = document.data
    head = dataclasses.replace(true_pack.head, engine={**true_pack.head.engine, "makers": rebuilt.hash_makers()})
    return listed(dataclasses.replace(true_pack, parts=parts, head=head), sample)


def facts_of(made: Made, sample: Sample) -> PackFacts:
    return PackFacts(sample.audit, sample.site, load_rules(), made.audit, (), sample.blobs.get, made.head.made_at)


@pytest.fixture
def lying(tmp_path: Path) -> Callable[[Made], Report]:
    """What all of Xuncha says of it after somebody else has signed it, and no key is known."""

    def run(made: Made) -> Report:
        path = tmp_path / "pack.zip"
        path.write_bytes(zipped(made.signed_by(keys.open_signer(tmp_path / "other")).entries()))
        return check(path, more=rebuilt.make_document_check())

    return run


@pytest.fixture(autouse=True)
def _no_browser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In tests without the mark no browser is looked for."""

    async def refuse(*given: object) -> None:
        raise NotPrinted(Text("没有浏览器", "no browser"))

    if not any(mark.name == "browser" for mark in request.node.iter_markers()):
        monkeypatch.setattr(paper, "print_pdf_report", refuse)


def said(report: Report) -> str:
    return verify.printed(report, "en")


def wrong(report: Report) -> list[str]:
    return [line.said("en") for line in report.lines if line.ok is False]


def listed(made: Made, sample: Sample) -> Made:
    """The pack with a record of the extraction that lists what is in it now."""
    others = ((name, len(data), hash_sha256(data)) for name, data in sorted(made.parts.items()) if name != minutes.NAME)
    (part,) = minutes.make_minutes(facts_of(made, sample), tuple(others))
    return with_part(made, part.name, part.data)


def with_part(made: Made, name: str, data: bytes) -> Made:
    return dataclasses.replace(made, parts={**made.parts, name: data})


def repacked(data: bytes, change: Callable[[str, bytes], bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    """A document of an office with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", how) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()


def reworded(name: str, data: bytes) -> bytes:
    """The document with a few words that turn its meaning."""
    if name.endswith((".xlsx", ".docx")):
        changed = repacked(data, lambda part, words: words.replace("公开".encode(), "全部".encode(), 1))
        assert changed != repacked(data, lambda part, words: words)
        return changed
    old, new = {"earl.jsonld": ("earl:failed", "earl:passed"), "README.txt": ("签名公钥", "下列公钥")}.get(
        name, ("不符合", "符合")
    )
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


def test_documents_of_a_true_pack_are_made_again(told: Made, lying: Callable[[Made], Report]) -> None:
    report = lying(told)
    assert report.end == "agreed", said(report)
    (line,) = [line.said("en") for line in report.lines if line.ok and line.word == "documents.said"]
    assert re.search(r"^\d\d+ made again .*the same byte for byte: " + ", ".join(FOLLOW), line), line
    assert "screenshots/findings/ (" in line
    assert "report.pdf is not derived, the signature alone stands for it: no browser" in said(report)
    assert "report.pdf 未推导，只由签名保证：没有浏览器" in verify.printed(report, "zh")


@pytest.mark.parametrize("name", FOLLOW)
def test_each_document_replaced_or_reworded_is_named(
    told: Made, sample: Sample, lying: Callable[[Made], Report], name: str
) -> None:
    for data in (JUNK, b"", reworded(name, told.parts[name])):
        false = with_part(told, name, data)
        if name != minutes.NAME:  # which lists the others
            assert f"{name}" in wrong(lying(false))[0]
            false = listed(false, sample)
        report = lying(false)
        assert report.end == "unproven"
        assert wrong(report) == [f"1 are not what follows from audit.json, and prove nothing of what they say: {name}"]


def test_a_piece_of_a_picture_that_shows_something_else_is_named(told: Made, lying: Callable[[Made], Report]) -> None:
    pieces = sorted(name for name in told.parts if name.startswith("screenshots/findings/"))
    other = next(told.parts[name] for name in pieces if told.parts[name] != told.parts[pieces[0]])
    swapped = with_part(told, pieces[0], other)
    assert any(pieces[0] in text for text in wrong(lying(swapped)))
    added = with_part(told, "screenshots/findings/999-1.png", told.parts[pieces[0]])
    assert any("belong to no evidence: screenshots/findings/999-1.png" in text for text in wrong(lying(added)))
    assert any(f"missing: {pieces[0]}" in text for text in wrong(lying(told.without(pieces[0]))))


@pytest.mark.parametrize("name", [*FOLLOW, "report.pdf"])
def test_a_document_left_out_is_named(told: Made, lying: Callable[[Made], Report], name: str) -> None:
    assert any(name in text and "missing" in text for text in wrong(lying(told.without(name))))


def test_what_was_only_packed_otherwise_says_the_same(told: Made, lying: Callable[[Made], Report]) -> None:
    name = "findings.xlsx"
    report = lying(with_part(told, name, repacked(told.parts[name], lambda part, words: words)))
    assert f"of the same content though packed otherwise: {name}" in said(report)


def test_another_program_in_the_pack_is_named(told: Made, lying: Callable[[Made], Report]) -> None:
    assert "verify.py in the pack is not this program" in said(lying(with_part(told, "verify.py", b"print('proven')")))


def test_what_another_version_wrote_stands_on_a_known_signature_alone(
    told: Made, sample: Sample, tmp_path: Path, lying: Callable[[Made], Report]
) -> None:
    head = dataclasses.replace(told.head, engine={**told.head.engine, "makers": "0" * 64})
    other = dataclasses.replace(told, head=head)
    assert lying(other).end == "agreed"  # nothing differs
    other = listed(with_part(other, "report.html", reworded("report.html", other.parts["report.html"])), sample)
    report = lying(other)
    assert report.end == "unproven"
    assert "another version of this program made the pack" in said(report)
    path = tmp_path / "known.zip"
    path.write_bytes(zipped(other.entries()))
    known = check(path, other.signer.public.public, more=rebuilt.make_document_check())
    assert known.end == "proven"
    assert "[note]  documents: 1 are not what follows from audit.json" in said(known)


# -- by the program of the pack, which has the standard library alone


@pytest.mark.parametrize("name", [*FOLLOW, "report.pdf"])
def test_alone_each_document_is_said_not_to_be_derived(told: Made, tmp_path: Path, name: str) -> None:
    path, program = tmp_path / "pack.zip", tmp_path / "verify.py"
    program.write_bytes(told.parts["verify.py"])
    path.write_bytes(
        zipped(with_part(told, name, JUNK + b"other").signed_by(keys.open_signer(tmp_path / "other")).entries())
    )
    done = alone(program, path, "--lang", "en")
    (line,) = [line for line in done.stdout.splitlines() if "not derived here, compare with 'xuncha verify'" in line]
    assert name in line
    assert (done.returncode, done.stdout.splitlines()[-1]) == (4, "Result: consistent; signer unknown")
    assert "[note]  documents: pages, pictures, archive and answers are by the signature alone" in done.stdout
    named = alone(program, path, "--lang", "en", "--key", told.signer.public.public)
    assert (named.returncode, named.stdout.splitlines()[-1]) == (1, "Result: NOT proven")


def test_a_pack_made_before_verifies_by_the_program_in_it(true_pack: Made, tmp_path: Path) -> None:
    """``before.txt`` is verify.py as it was before documents were named, told of the rules of today."""
    rules = verify.known({name: data for name, data in true_pack.parts.items() if name.startswith("ruleset/")})
    before = re.sub(
        r'(?m)^RULES = ".*"$', f'RULES = "{rules}"', Path(__file__).with_name("before.txt").read_text("utf-8")
    )
    made = with_part(true_pack, "verify.py", before.encode())
    path, program = tmp_path / "pack.zip", tmp_path / "verify.py"
    path.write_bytes(zipped(made.entries()))
    program.write_bytes(made.parts["verify.py"])
    done = alone(program, path, "--key", made.signer.public.public, "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    program.write_bytes(true_pack.parts["verify.py"])
    now = alone(program, path, "--key", made.signer.public.public, "--lang", "en")
    assert (now.returncode, now.stderr) == (0, "")
    assert "verify.py in it is not this program" in now.stdout


# -- whose key it is


@pytest.mark.browser  # the command prints the report again
async def test_a_key_of_the_data_folder_is_known(told: Made, sample: Sample, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    own = keys.open_signer(tmp_path / "data" / "keys")
    facts = facts_of(told, sample)
    printed = await paper.print_pdf_report(facts, paper.make_html_report(facts), None)
    made = listed(with_part(told, "report.pdf", printed.data), sample)
    path.write_bytes(zipped(made.signed_by(own).entries()))
    here = xuncha("verify", str(path), "--data", str(tmp_path / "data"), "--lang", "en")
    assert here.code == 0, here.out + here.err
    assert "that key is one of this machine's own" in here.out
    keys.rotate_key(tmp_path / "data" / "keys")
    assert xuncha("verify", str(path), "--data", str(tmp_path / "data"), "--lang", "en").code == 0
    elsewhere = xuncha("verify", str(path), "--data", str(tmp_path / "nowhere"))
    assert elsewhere.code == 4
    assert elsewhere.out.splitlines()[-1] == "结论：前后一致，签名者未知"
    other = xuncha("verify", str(path), "--data", str(tmp_path / "data"), "--key", "0" * 64)
    assert other.code == 1
    assert not (tmp_path / "nowhere").exists()


# -- on paper


@pytest.mark.browser
async def test_the_printed_report_is_printed_again(told: Made, sample: Sample, tmp_path: Path) -> None:
    facts = facts_of(told, sample)
    html = paper.make_html_report(facts)
    turned = dataclasses.replace(html, data=reworded("report.html", html.data))
    true, false = await paper.print_pdf_report(facts, html, None), await paper.print_pdf_report(facts, turned, None)

    async def verified(pdf: bytes) -> Report:
        path = tmp_path / "pack.zip"
        made = listed(with_part(told, "report.pdf", pdf), sample)
        path.write_bytes(zipped(made.signed_by(keys.open_signer(tmp_path / "k")).entries()))
        return await asyncio.to_thread(check, path, more=rebuilt.make_document_check())

    report = await verified(true.data)
    assert report.end == "agreed", said(report)
    # A browser does not promise the same bytes, and seldom gives them.
    assert re.search(
        r"same byte for byte: report.pdf|report.pdf: the words are those of one printed again", said(report)
    )
    lies = wrong(await verified(false.data))
    assert len(lies) == 1
    assert "report.pdf: the words are not those of one printed again" in lies[0]
    assert any("report.pdf cannot be read" in text for text in wrong(await verified(JUNK)))
    # The same words on other paper: said, and left to whoever reads it.
    other = await verified(true.data + b"\n% more\n")
    assert (
        "report.pdf: the words are those of one printed again; its layout and pictures are not the same bytes"
        in said(other)
    )
    assert other.end == "agreed"

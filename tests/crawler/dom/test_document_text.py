"""Policies in PDF and Word files are read as text, and hostile files end with nothing."""

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from crawler.dom import document_text
from crawler.vocabulary import GapReason, Role
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(words: str) -> bytes:
    """A one-page PDF that draws these (Latin) words."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def docx() -> bytes:
    made = Document()
    made.add_paragraph("隐私政策")
    made.add_table(1, 1).cell(0, 0).text = "第三方名单"
    made.add_paragraph("联系我们")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.commands
async def test_text_is_read_in_a_process_of_its_own() -> None:
    assert await document_text.read_document(pdf("Privacy Policy"), "pdf") == "Privacy Policy"
    assert await document_text.read_document(docx(), "docx") == "隐私政策\n第三方名单\n联系我们"
    assert await document_text.read_document(b"\xd0\xcf\x11\xe0", "doc") is None
    assert await document_text.read_document(pdf("late"), "pdf", seconds=0.001) is None


def test_files_that_cannot_be_read_give_nothing() -> None:
    locked = PdfWriter()
    locked.add_blank_page(100, 100)
    locked.encrypt("secret")
    out = io.BytesIO()
    locked.write(out)
    assert document_text.document_text(out.getvalue(), "pdf") is None
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b" " * 50_000_000)
    assert document_text.document_text(bomb.getvalue(), "docx") is None


@settings(deadline=None)  # a busy machine is no fault of the reader
@given(st.binary(max_size=300), st.sampled_from(["pdf", "docx"]), st.booleans())
def test_any_bytes_give_text_or_nothing(data: bytes, kind: str, real: bool) -> None:
    whole = (pdf("x") if kind == "pdf" else docx())[:150] + data if real else data
    assert document_text.document_text(whole, kind) is None or kind == "pdf"


def test_kinds_are_told_by_type_then_by_ending() -> None:
    assert document_text.document_kind("application/pdf; x", "http://a.cn/x") == "pdf"
    assert document_text.document_kind("", "http://a.cn/P.DOCX?v=1") == "docx"
    assert document_text.document_kind("text/html", "http://a.cn/") is None


@pytest.mark.parametrize(
    ("path", "reply", "words"),
    [
        ("/policy.pdf", Reply(pdf("Privacy Policy"), kind="application/pdf"), "Privacy Policy"),
        ("/files/7", Reply(pdf("Privacy Policy"), kind="application/pdf"), "Privacy Policy"),
        ("/p.docx", Reply(docx(), kind=WORD, headers={"Content-Disposition": "attachment"}), "第三方名单"),
    ],
)
@pytest.mark.browser
async def test_a_policy_that_is_a_file_becomes_a_view(path: str, reply: Reply, words: str) -> None:
    async with served(Shop({"/": page(f'<a href="{path}">隐私政策</a>'), path: reply})) as shop:
        seen = (await crawled(shop, Role.PRIVACY)).view(Role.PRIVACY)
    assert seen is not None
    assert words in seen.text
    assert (seen.clicks, seen.path) == (1, ("隐私政策",))


@pytest.mark.browser
async def test_a_file_that_cannot_be_read_is_a_gap_about_us() -> None:
    async with served(
        Shop({"/": page('<a href="/p.pdf">隐私政策</a>'), "/p.pdf": Reply(b"%PDF-", kind="application/pdf")})
    ) as shop:
        gap = (await crawled(shop, Role.PRIVACY)).gap(Role.PRIVACY)
    assert gap is not None
    assert gap.reason in (GapReason.TRAP, GapReason.ERROR_PAGE)

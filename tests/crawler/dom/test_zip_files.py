"""A zip file's own word on what it unpacks to counts for nothing; what comes out is counted."""

from __future__ import annotations

import io
import resource
import struct
import sys
import zipfile

import pytest

from crawler.dom import document_text
from crawler.dom.zip_files import BadArchive, ZipFault, read_directory, read_members, repack_zip
from crawler.limits import DOCUMENTS

KINDS = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]


def zipped(content: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """The same, whose only member says that it is that large."""
    changed = bytearray(data)
    struct.pack_into("<L", changed, 22, size)
    struct.pack_into("<L", changed, data.rfind(b"PK\x01\x02") + 24, size)
    return bytes(changed)


def why(data: bytes, most: int = 1_000_000) -> ZipFault:
    with pytest.raises(BadArchive) as fault:
        read_members(data, lambda _: True, most)
    return fault.value.why


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wanted_comes_out_and_goes_in_again(kind: int) -> None:
    content = {"a/b.xml": b"<a/>" * 1000, "c.jpg": b"x"}
    assert read_members(zipped(content, kind), lambda _: True, 5000) == content
    assert read_members(zipped(content, kind), lambda name: name == "c.jpg", 1) == {"c.jpg": b"x"}
    assert read_members(repack_zip(content).getvalue(), lambda _: True, 5000) == content


def test_what_is_too_large_together_or_alone_is_not_unpacked() -> None:
    assert why(zipped({"a": bytes(1_000_001)})) is ZipFault.SIZE
    assert why(zipped({"a": bytes(600_000), "b": bytes(600_000)})) is ZipFault.SIZE


def test_a_member_that_says_it_is_small_is_found_out_in_little_memory() -> None:
    data = lying(zipped({"a": bytes(400_000_000)}), 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert why(data) is ZipFault.DAMAGED
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_ways_of_packing_that_nobody_packs_documents_in_are_refused(kind: int) -> None:
    assert why(zipped({"a": b"x"}, kind)) is ZipFault.DAMAGED


def test_what_is_no_zip_or_cut_is_damaged() -> None:
    whole = zipped({"a": bytes(1000)})
    for data in (b"", b"PK\x03\x04", whole[:-30], whole[10:40], b"PK\x05\x06" + bytes(17), bytes(70_000)):
        assert why(data) is ZipFault.DAMAGED


def test_a_directory_that_is_too_large_is_never_read() -> None:
    data = bytearray(zipped({"a": b"x"}))
    struct.pack_into("<L", data, len(data) - 10, DOCUMENTS.directory_bytes + 1)
    with pytest.raises(BadArchive) as fault:
        read_directory(bytes(data))
    assert fault.value.why is ZipFault.MEMBERS


def test_a_word_file_that_would_swell_is_no_text() -> None:
    data = lying(zipped({"word/document.xml": b" " * 400_000_000}), 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert document_text.document_text(data, "docx") is None
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert sys.getsizeof(data) < 1_000_000

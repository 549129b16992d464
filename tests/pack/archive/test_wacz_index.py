"""The index of a web archive is what another indexer makes of the same records, and its keys are those that players ask by."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from xuncha.pack.archive.address_key import make_address_key
from xuncha.pack.archive.sent_body import MOST, body_as_query
from xuncha.pack.archive.wacz_index import WaczIndex, index_archive

ADDRESSES = (
    "http://www.Shop.example/", "http://shop.example", "http://shop.example/a/../b//c/", "http://shop.example/a?",
    "https://a.b.example:8443/Path/X?b=2&a=1", "https://shop.example:443/", "http://127.0.0.1:8080/", "http://[::1]:80/a",
    "http://shop.example/?q=中文 a", "http://shop.example/a%2fb%41", "http://shop.example/%25e4", "http://www2.shop.example/A",
    "http://商城.example/", "http://shop.example/a?utm=1&B=2#f", "http://user:pw@shop.example/", "http://shop.example./",
    "http://shop.example/a?sid=0123456789abcdef0123456789abcdef&b=1", "http://shop.example/a?b&a&b=&=c&&",
    "http://shop.example/?__wb_method=POST&a=1", "http://shop.example/a?u=http%3A%2F%2Fy.example%2F%3Fz%3D1%26w%3D2",
    "http://shop.example/#/pages/x?y", "http://shop.example/index.php?r=site/", "urn:text:http://shop.example/",
    "urn:screenshot:http://shop.example/Ab?q=中", "urn:xuncha:host:127.0.0.1",
)  # fmt: skip
BODIES = (
    ("application/x-www-form-urlencoded", b"a=1&b=%E4%B8%AD+x"),
    ("application/x-www-form-urlencoded", b"\xff\xfe"),
    ("application/json; charset=utf-8", '{"a": 1, "b": {"a": [true, null, "中"]}, "c": 1.5}'.encode()),
    ("application/json", b"[1, 2]"),
    ("application/json", b"no json"),
    ("text/plain", b'{"k": ["v", "w"]}'),
    ("text/plain;charset=UTF-8", b"seen"),
    ("application/octet-stream", bytes(range(256)) * 40),
    ("", b""),
)


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_has_the_key_that_players_ask_by(url: str) -> None:
    surt = pytest.importorskip("surt", reason="the other maker of keys is installed for tests alone")
    assert make_address_key(url) == surt.surt(url)


@given(st.text(max_size=200) | st.text(max_size=200).map(lambda text: f"http://{text}"))
def test_no_address_breaks_its_line(url: str) -> None:
    key = make_address_key(url)
    assert key.isascii()
    assert not set(key) & set(map(chr, range(0x21)))


@pytest.mark.parametrize(("media", "body"), BODIES)
def test_a_body_becomes_the_query_that_players_make_of_it(media: str, body: bytes) -> None:
    other = pytest.importorskip("cdxj_indexer.postquery", reason="the other indexer is installed for tests alone")
    assert body_as_query(media, body) == other.query_extract(media, len(body), BytesIO(body), "http://shop.example/")


@given(st.sampled_from([media for media, _ in BODIES]), st.binary(max_size=9_000) | st.just(b"[" * 90_000))
def test_no_body_breaks_it(media: str, body: bytes) -> None:
    assert len(body_as_query(media, body)) <= MOST


def archive(file: Path, records: int) -> None:
    """Answers to GET and POST, their requests, a revisit, pictures and notes, more of them than one block holds."""
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")

        def write(url: str, kind: str, data: bytes, said: dict[str, str], **more: Any) -> str:
            record = writer.create_warc_record(
                url, kind, payload=BytesIO(data), length=len(data), warc_headers_dict=said, **more
            )
            writer.write_record(record)
            return str(record.rec_headers["WARC-Record-ID"])

        for number in range(records):
            url = f"http://shop.example/p{number * 7919 % records}?b={number % 3}&a=中"
            at = {"WARC-Date": f"2026-11-25T12:{number // 60 % 60:02d}:{number % 60:02d}.500Z"}
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            id = write(url, "response", b"x" * number, at, http_headers=head)
            media = [("Content-Type", "application/json"), ("Referer", "http://shop.example/"), ("Cookie", "c=1")]
            asked = StatusAndHeaders("/ HTTP/1.1", media, protocol="POST" if number % 5 == 0 else "GET")
            body = json.dumps({"n": number}).encode()
            write(url, "request", body, {**at, "WARC-Concurrent-To": id}, http_headers=asked)
        writer.write_record(writer.create_revisit_record(url, "sha256:A", url, at["WARC-Date"], head, at))
        write(f"urn:picture:{url}", "resource", b"{}", at, warc_content_type="image/jpeg")
        write(f"urn:note:{url}", "metadata", b"{}", at, warc_content_type="application/json")


def lines(data: bytes) -> list[tuple[str, str, Any]]:
    told = (line.split(" ", 2) for line in gzip.decompress(data).decode().splitlines())
    return [(key, time, json.loads(rest)) for key, time, rest in told]


@pytest.mark.commands
def test_the_index_is_what_another_indexer_makes(tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="the other indexer is installed for tests alone")
    archive(tmp_path / "data.warc.gz", 1_500)
    page = {"id": "1", "url": "http://shop.example/p0", "ts": "2026-11-25T12:00:00Z"}
    (tmp_path / "pages.jsonl").write_text(
        f'{{"format": "json-pages-1.0", "id": "pages"}}\n{json.dumps(page)}\n', "utf-8"
    )
    command = [sys.executable, "-m", "wacz", "create", "-o", "other.wacz", "-p", "pages.jsonl", "-c", "data.warc.gz"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with zipfile.ZipFile(tmp_path / "other.wacz") as other:
        theirs = lines(other.read("indexes/index.cdx.gz"))
        blocks = other.read("indexes/index.idx").decode().splitlines()
    ours = index_archive(tmp_path / "data.warc.gz")
    assert lines(ours.data) == theirs
    assert len(theirs) > 1_500
    assert [line.partition("{")[0] for line in ours.blocks.splitlines()] == [line.partition("{")[0] for line in blocks]
    assert index_archive(tmp_path / "data.warc.gz") == ours


def test_every_block_lies_where_the_list_says(tmp_path: Path) -> None:
    archive(tmp_path / "data.warc.gz", 1_200)
    index = index_archive(tmp_path / "data.warc.gz")
    head, *blocks = index.blocks.splitlines()
    assert json.loads(head.partition(" 0 ")[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    assert len(blocks) == 2
    first = []
    for block in blocks:
        start, told = block.partition("{")[0].strip(), json.loads("{" + block.partition("{")[2])
        held = lines(index.data[told["offset"] : told["offset"] + told["length"]])
        assert start == " ".join(held[0][:2])
        first += held
    assert first == lines(index.data)
    assert first == sorted(first, key=lambda line: (line[0], line[1]))


def test_an_archive_without_records_has_an_index_without_lines(tmp_path: Path) -> None:
    (tmp_path / "data.warc.gz").write_bytes(b"")
    assert index_archive(tmp_path / "data.warc.gz") == WaczIndex()

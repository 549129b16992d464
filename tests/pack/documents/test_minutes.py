"""record.docx says what is known, leaves room for what is not, lists every file, and takes no harm from what pages say."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import re
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from tests.pack.told import AROUND, BY, decided, hostile, seen, told
from xuncha.pack.documents import minutes, readme
from xuncha.pack.documents.visit_steps import list_visit_steps
from xuncha.pack.documents.word_xml import BLANK
from xuncha.pack.parts import PackFacts

VIEW = seen().views[0].id
FILES = (
    ("audit.json", 1_234_567, "0a" * 32), (f"screenshots/{VIEW}.jpg", 9, "1b" * 32), (f"views/{VIEW}.json", 0, "2c" * 32)
)  # fmt: skip


def bytes_of(facts: PackFacts, files: tuple[tuple[str, int, str], ...] = FILES) -> bytes:
    (part,) = minutes.make_minutes(facts, files)
    assert part.name == "record.docx"
    return part.data


def opened(facts: PackFacts, files: tuple[tuple[str, int, str], ...] = FILES) -> Any:
    return Document(io.BytesIO(bytes_of(facts, files)))


def cells(table: Any) -> list[list[str]]:
    """The words of each row, cell by cell; python-docx itself takes minutes for hundreds of rows."""
    return [
        ["\n".join("".join(line.itertext(qn("w:t"))) for line in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.iter(qn("w:tr"))
    ]


def pairs(made: Any) -> dict[str, str]:
    """Every row of two cells, by the Chinese of its label."""
    return {row[0].split(" ")[0]: row[1] for table in made.tables for row in cells(table) if len(row) == 2}


def test_what_is_known_is_said_and_what_is_not_is_left_to_be_filled_in() -> None:
    blank, said = pairs(opened(told())), pairs(opened(told(by=BY)))
    for label, key in (
        ("提取人", "person"),
        ("所属单位", "body"),
        ("事由和目的", "purpose"),
        ("授权或法律依据", "authority"),
    ):
        assert blank[label] == BLANK
        assert said[label] == BY[key]
    for always in ("提取地点", "见证人", "被检测方代表", "设备名称、编号", "网络接入方式、出口"):
        assert said[always] == BLANK
    assert said["浏览器"] == "156"
    assert said["证据磁盘剩余"].startswith("82.0 GB")
    assert said["安全闸（一切连接均经此）"].startswith("安全闸已启用")
    assert said["安全闸拒绝的地址类别"].startswith("云元数据、链路本地")
    assert said["操作系统"] == BLANK  # the version that made the visit did not note it
    assert said["各主机时间减本机时间"].startswith("-0.4 秒")
    assert said["主机数"] == "3 / 41"


def test_a_clock_that_nobody_told_is_not_known() -> None:
    unknown = {**AROUND, "clock_offset_seconds": "not known", "clock_hosts": "0"}
    del unknown["clock_spread_seconds"]
    assert pairs(opened(told(parts={"environment": unknown})))["各主机时间减本机时间"].startswith("未知")
    assert pairs(opened(told(parts={"environment": {}})))["各主机时间减本机时间"].startswith("未记录")


def test_the_list_holds_every_file_and_steps_name_their_places_in_it() -> None:
    made = opened(told())
    table = next(table for table in made.tables if cells(table)[0][-1].startswith("SHA-256"))
    assert [(row[1], row[3], row[4]) for row in cells(table)[1:]] == [
        (name, f"{size:,}", sha) for name, size, sha in FILES
    ]
    done = next(table for table in made.tables if len(cells(table)[0]) == 7)
    first = next(row for row in cells(done) if f"{VIEW}.jpg" in row[-1])
    assert first[-1] == f"№2 {VIEW}.jpg；№3 {VIEW}.json"
    lost = [row for row in cells(done) if row[2].startswith("打开页面") and row[-1] == "未保存"]
    assert len(lost) == len(told().record["views"]) - 1


def test_every_step_stands_with_its_second_and_persons_are_named() -> None:
    facts = decided(told())
    done = next(table for table in opened(facts).tables if len(cells(table)[0]) == 7)
    rows = cells(done)[1:]
    assert len(rows) == len(list_visit_steps(facts))
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|未记录\nnot recorded", row[1]) for row in rows)
    assert any("=甲 判定为：符合" in row[3] for row in rows)


def test_it_is_on_a4_in_chinese_type_with_numbered_pages_repeated_heads_and_room_to_sign() -> None:
    made = opened(told())
    assert [section.orientation for section in made.sections] == [
        WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT,
    ]  # fmt: skip
    for section in made.sections:
        sides = sorted((section.page_width, section.page_height))
        assert all(abs(side - wanted) < Cm(0.05) for side, wanted in zip(sides, (Cm(21), Cm(29.7)), strict=True))
    foot = made.sections[0].footer._element.xml
    assert re.findall(r"instrText[^>]*> (\w+) <", foot) == ["PAGE", "NUMPAGES"]
    assert "".join(made.sections[0].footer._element.itertext(qn("w:t"))).endswith("第 1 页　共 1 页")
    fonts = {value.get(qn("w:eastAsia")) for value in made.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"宋体", "黑体"}
    headed = [table for table in made.tables if "w:tblHeader" in table._tbl.xml]
    assert len(headed) == 6
    signed = cells(made.tables[-1])
    assert [row[0].partition("\n")[0] for row in signed[1:]] == ["提取人", "见证人 / 被检测方代表"]
    assert all(row[1:3] == ["", ""] and re.fullmatch(r"\s+年\s+月\s+日", row[3]) for row in signed[1:])
    headings = [line.text for line in made.paragraphs if line.style.name == "Heading 1"]
    assert [heading[:2] for heading in headings] == [f"{number}、" for number in "一二三四五六七八九十"]


def test_masked_and_sealed_packs_say_which_they_are() -> None:
    facts = told()
    masked = pairs(opened(facts))["个人信息"]
    sealed = pairs(opened(dataclasses.replace(facts, sealed=True)))["个人信息"]
    assert masked.startswith("本证据包对页面所载个人信息作了遮盖")
    assert sealed.startswith("未遮盖")


def test_hostile_words_neither_break_the_document_nor_turn_what_stands_beside_them() -> None:
    data = bytes_of(hostile(), (*FILES, ("=x\u202e\ud800\0.png", 1, "3d" * 32)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    words = "".join(Document(io.BytesIO(data)).element.body.itertext())
    assert "\u202e" not in words
    assert "<script>" in words  # as words


def test_equal_facts_make_equal_bytes_without_this_machine_s_clock() -> None:
    facts = told(by=BY)
    data = bytes_of(facts)
    assert hashlib.sha256(data).digest() == hashlib.sha256(bytes_of(facts)).digest()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        assert b"SimSun" in archive.read("word/fontTable.xml")
    core = Document(io.BytesIO(data)).core_properties
    assert {at.replace(tzinfo=None) for at in (core.created, core.modified)} == {datetime(2026, 11, 25, 12, 30, 15)}


def test_what_nobody_could_mask_is_said_in_the_record_and_in_the_notes() -> None:
    facts = told()
    gaps = [{**gap, "screenshot": f"{at % 2}" * 64} for at, gap in enumerate(facts.record["gaps"])]
    left = dataclasses.replace(facts, unread=3, record={**facts.record, "gaps": gaps})
    counted = "3 个 PDF、办公或压缩文件内的文字和 2 张受阻页面的截图未作遮盖"
    for made in (left, dataclasses.replace(left, sealed=True), told()):
        (note,) = readme.make_readme(made)
        said = pairs(opened(made))["个人信息"]
        assert (counted in said) is (made is left)
        assert (counted in note.data.decode("utf-8")) is (made is left)
    assert "Not masked: the words inside 3 PDF" in pairs(opened(left))["个人信息"]


def test_who_signed_electronically_stands_before_the_room_to_sign() -> None:
    signed = {"who": "张主任", "at": "2026-11-28T03:00:00+00:00", "method": "passkey", "digest": "4e" * 32}
    (part,) = minutes.make_minutes(told(), FILES, (signed,))
    words = "".join(Document(io.BytesIO(part.data)).element.body.itertext())
    for word in ("张主任", "通行密钥", "4e" * 32):
        assert word in words
    assert bytes_of(told()) != part.data

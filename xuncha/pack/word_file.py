"""One Word document on A4 in Chinese type: headings, tables with repeated heads, page numbers; equal contents make equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from probes.finding import Text
from xuncha.reports.words import clean

SONG, HEI, LATIN, MONO = "宋体", "黑体", "Times New Roman", "Courier New"
_PER_CM = 567  # twentieths of a point
_GREY, _LINE = "595959", "8c8c8c"
BLANK = "＿" * 14  # to be filled in by hand
_DATE = (1980, 1, 1, 0, 0, 0)
# What to use where a system lacks the two typefaces every Chinese Windows has (ECMA-376, 17.8.3.1).
_FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>
<w:font w:name="{SONG}"><w:altName w:val="SimSun,Songti SC,Noto Serif CJK SC,Source Han Serif SC"/>
<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="{HEI}"><w:altName w:val="SimHei,Heiti SC,Noto Sans CJK SC,Source Han Sans SC"/>
<w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="{MONO}"><w:charset w:val="00"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
</w:fonts>"""


@dataclass(frozen=True, slots=True)
class Mono:
    """Words of machines: addresses of files, hashes."""

    words: str


@dataclass(frozen=True, slots=True)
class Label:
    """Chinese with English beside it, on one line where there is room."""

    words: Text


Said = Text | Mono | Label | str | None  # None = a blank to fill in by hand


class WordFile:
    """A document while it is written. All words are hostile: controls, half characters and turning marks are made harmless."""

    def __init__(self, title: Text, subject: str, at: datetime, head: str, sign: str, page: Sequence[str]) -> None:
        self._document = Document()
        self._styles()
        core = self._document.core_properties
        moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        core.title, core.subject, core.author = title.zh, _kept(subject)[:200], "Xuncha"
        core.last_modified_by, core.comments, core.language = "Xuncha", "", "zh-CN"
        core.created = core.modified = moment
        core.revision = 1
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        self._margins(section)
        self._running(section, head, sign, page)

    def title(self, words: Text) -> None:
        self._line(words.zh, 22, HEI, bold=True, centre=True, after=2)
        self._line(words.en, 10.5, SONG, centre=True, after=8, colour=_GREY)

    def heading(self, words: Text) -> None:
        line = self._document.add_paragraph(style="Heading 1")
        self._run(line, words.zh, 14, HEI, bold=True)
        self._run(line, f"　{words.en}", 9, SONG, colour=_GREY)

    def paragraph(self, words: Text) -> None:
        """Chinese, and the same in English below it."""
        self._line(words.zh, 10.5, SONG, after=0 if words.en else 4)
        if words.en:
            self._line(words.en, 8, SONG, after=4, colour=_GREY)

    def blanks(self, count: int) -> None:
        """Empty lines to write on."""
        for _ in range(count):
            line = self._document.add_paragraph()
            line._p.get_or_add_pPr().append(_edges("pBdr", ("bottom", "between")))
            line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(16), Pt(0)

    def turn(self, landscape: bool) -> None:
        """Go on, on a new page, upright or across."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        long, short = Cm(29.7), Cm(21)
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        self._margins(section)

    def table(
        self, heads: Sequence[Text], widths: Sequence[float], rows: Iterable[Sequence[Said]], size: float = 9,
        tall: float = 0.0, pad: int = 28,
    ) -> None:  # fmt: skip
        """Widths in cm, ``size`` in points, ``tall`` the least height of a row in cm, ``pad`` above and below it in twentieths of a point.

        Heads are repeated on every page.
        """
        made = OxmlElement("w:tbl")
        made.append(_properties(sum(widths), pad))
        grid = OxmlElement("w:tblGrid")
        for width in widths:
            grid.append(_made("w:gridCol", w=str(round(width * _PER_CM))))
        made.append(grid)
        if heads:
            made.append(_row([Text(head.zh, head.en) for head in heads], widths, size, head=True, tall=0))
        for row in rows:
            made.append(_row(row, widths, size, head=False, tall=tall))
        body = self._document.element.body
        body.insert(len(body) - 1, made)  # before the section's own properties, which stand last
        after = self._document.add_paragraph()  # two tables without a line between them are one
        after.paragraph_format.space_after = Pt(2)
        after.paragraph_format.line_spacing = Pt(6)

    def data(self) -> bytes:
        """The file's bytes: no clock of this machine is in them."""
        package = self._document.part.package
        for id, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # the picture of somebody's empty template
                del package.rels[id]
        for part in package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = _FONTS.encode("utf-8")
        raw, settled = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(settled, "w") as new:
            for entry in old.infolist():
                same = zipfile.ZipInfo(entry.filename, _DATE)
                same.compress_type, same.create_system, same.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
                new.writestr(same, old.read(entry))
        return settled.getvalue()

    def _styles(self) -> None:
        for name in ("Normal", "Heading 1", "Header", "Footer"):
            style = self._document.styles[name]
            style.font.name = LATIN
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for old in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[old]
            fonts.set(qn("w:eastAsia"), HEI if name == "Heading 1" else SONG)
            fonts.set(qn("w:hAnsi"), LATIN)
            fonts.set(qn("w:cs"), LATIN)
            style.element.get_or_add_rPr().append(_made("w:lang", val="en-US", eastAsia="zh-CN"))
        heading = self._document.styles["Heading 1"]
        heading.font.color.rgb = RGBColor(0, 0, 0)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
        heading.paragraph_format.keep_with_next = True
        self._document.styles["Normal"].paragraph_format.space_after = Pt(0)

    def _margins(self, section: Any) -> None:
        section.top_margin, section.bottom_margin = Cm(2.3), Cm(2.3)
        section.left_margin = section.right_margin = Cm(2.0)
        section.header_distance, section.footer_distance = Cm(1.1), Cm(1.0)

    def _running(self, section: Any, head: str, sign: str, page: Sequence[str]) -> None:
        """The head of every page, and at its foot room for signatures and its number; later sections have the same."""
        top = section.header.paragraphs[0]
        top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._run(top, head, 8, SONG, colour=_GREY)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(foot, sign, 9, SONG)
        for words, field in zip(page, ("PAGE", "NUMPAGES", ""), strict=True):
            self._run(foot, words, 9, SONG)
            if field:
                self._field(foot, field)

    def _field(self, line: Any, name: str) -> None:
        pieces = [_made("w:fldChar", fldCharType="begin"), _words("w:instrText", f" {name} ")]
        pieces += [
            _made("w:fldChar", fldCharType="separate"),
            _words("w:t", "1"),
            _made("w:fldChar", fldCharType="end"),
        ]
        for piece in pieces:  # each its own run, or its look is not taken over by every program
            self._run(line, "", 9, SONG)._r.append(piece)

    def _line(
        self, words: str, size: float, font: str, *, bold: bool = False, centre: bool = False, after: float = 0,
        colour: str = "",
    ) -> None:  # fmt: skip
        line = self._document.add_paragraph()
        line.paragraph_format.space_after = Pt(after)
        if centre:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(line, words, size, font, bold=bold, colour=colour)

    def _run(self, line: Any, words: str, size: float, font: str, bold: bool = False, colour: str = "") -> Any:
        run = line.add_run(_kept(words))
        run._r.insert(0, _look(size, font, LATIN, bold, colour))
        return run


def _row(cells: Sequence[Said], widths: Sequence[float], size: float, *, head: bool, tall: float) -> Any:
    row = OxmlElement("w:tr")
    about = OxmlElement("w:trPr")
    about.append(OxmlElement("w:cantSplit"))
    if tall:
        about.append(_made("w:trHeight", val=str(round(tall * _PER_CM)), hRule="atLeast"))
    if head:
        about.append(OxmlElement("w:tblHeader"))
    row.append(about)
    for said, width in zip(cells, widths, strict=True):
        cell = OxmlElement("w:tc")
        look = OxmlElement("w:tcPr")
        look.append(_made("w:tcW", w=str(round(width * _PER_CM)), type="dxa"))
        if head:
            look.append(_made("w:shd", val="clear", color="auto", fill="ececec"))
        look.append(_made("w:vAlign", val="center" if head or tall else "top"))
        cell.append(look)
        for line in _lines(said, size, head):
            cell.append(line)
        row.append(cell)
    return row


def _lines(said: Said, size: float, head: bool) -> list[Any]:
    if said is None:
        return [_paragraph(BLANK, size, SONG, LATIN, False, _GREY)]
    if isinstance(said, Mono):
        return [_paragraph(said.words, size - 0.5, SONG, MONO, False, "")]
    if isinstance(said, Label):
        line = _paragraph(said.words.zh, size, SONG, LATIN, False, "")
        if said.words.en:
            _add(line, f" {said.words.en}", max(size - 1.5, 6), SONG, LATIN, False, _GREY)
        return [line]
    if isinstance(said, str):
        return [_paragraph(said, size, SONG, LATIN, head, "")]
    lines = [_paragraph(said.zh, size, HEI if head else SONG, LATIN, head, "")]
    if said.en and said.en != said.zh:
        lines.append(_paragraph(said.en, max(size - 1.5, 6), SONG, LATIN, False, _GREY))
    return lines


def _paragraph(words: str, size: float, font: str, latin: str, bold: bool, colour: str) -> Any:
    line = OxmlElement("w:p")
    about = OxmlElement("w:pPr")
    about.append(_made("w:spacing", before="0", after="0", line="240", lineRule="auto"))
    line.append(about)
    _add(line, words, size, font, latin, bold, colour)
    return line


def _add(line: Any, words: str, size: float, font: str, latin: str, bold: bool, colour: str) -> None:
    run = OxmlElement("w:r")
    run.append(_look(size, font, latin, bold, colour))
    run.append(_words("w:t", _kept(words)))
    line.append(run)


def _look(size: float, font: str, latin: str, bold: bool, colour: str) -> Any:
    """A run's properties, in the order the schema asks for."""
    look = OxmlElement("w:rPr")
    look.append(_made("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=font, cs=latin))
    if bold:
        look.append(OxmlElement("w:b"))
    if colour:
        look.append(_made("w:color", val=colour))
    look.append(_made("w:sz", val=str(round(size * 2))))
    look.append(_made("w:szCs", val=str(round(size * 2))))
    return look


def _properties(width: float, pad: int) -> Any:
    made = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblW w:w="{round(width * _PER_CM)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{pad}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="{pad}" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    made.insert(2, _edges("tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV")))
    return made


def _edges(name: str, sides: Sequence[str]) -> Any:
    made = OxmlElement(f"w:{name}")
    for side in sides:
        made.append(_made(f"w:{side}", val="single", sz="4", space="1" if name == "pBdr" else "0", color=_LINE))
    return made


def _made(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _words(name: str, words: str) -> Any:
    made = OxmlElement(name)
    made.text = words
    made.set(qn("xml:space"), "preserve")
    return made


def _kept(words: str) -> str:
    """Harmless words on one line; wide blanks stay, for they make room to write in."""
    return clean(words).replace("\n", " ").replace("\r", " ").replace("\t", " ")

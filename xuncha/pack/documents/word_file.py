"""A Word document on A4 in Chinese fonts: headings, tables with repeated headers, page numbers.

Equal contents give equal bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from probes.finding import Text
from xuncha.pack.documents.word_xml import (  # fmt: skip
    GREY,
    HEI,
    LATIN,
    MONO,
    SONG,
    CellContent,
    clean_kept_words,
    make_run_properties,
    make_table,
    make_words_element,
    make_xml_element,
)

_DATE = (1980, 1, 1, 0, 0, 0)
# Fallbacks where a system lacks the two fonts that every Chinese Windows has (ECMA-376, 17.8.3.1).
_FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts {nsdecls("w")}>
<w:font w:name="{SONG}"><w:altName w:val="SimSun,Songti SC,Noto Serif CJK SC,Source Han Serif SC"/>
<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="{HEI}"><w:altName w:val="SimHei,Heiti SC,Noto Sans CJK SC,Source Han Sans SC"/>
<w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>
<w:font w:name="{MONO}"><w:charset w:val="00"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>
</w:fonts>"""


class WordFile:
    """A document being written.

    All text is treated as hostile: controls, lone surrogates and bidi marks are made harmless.
    """

    def __init__(self, title: Text, subject: str, at: datetime, head: str, sign: str, page: Sequence[str]) -> None:
        self._document = Document()
        self._styles()
        core = self._document.core_properties
        moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        core.title, core.subject, core.author = title.zh, clean_kept_words(subject)[:200], "Xuncha"
        core.last_modified_by, core.comments, core.language = "Xuncha", "", "zh-CN"
        core.created = core.modified = moment
        core.revision = 1
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        self._margins(section)
        self._running(section, head, sign, page)

    def title(self, words: Text) -> None:
        """Add the document's title in both languages."""
        self._line(words.zh, 22, HEI, bold=True, centre=True, after=2)
        self._line(words.en, 10.5, SONG, centre=True, after=8, colour=GREY)

    def heading(self, words: Text) -> None:
        """Add a heading in both languages."""
        line = self._document.add_paragraph(style="Heading 1")
        self._run(line, words.zh, 14, HEI, bold=True)
        self._run(line, f"　{words.en}", 9, SONG, colour=GREY)

    def paragraph(self, words: Text) -> None:
        """Add a Chinese paragraph with its English below."""
        self._line(words.zh, 10.5, SONG, after=0 if words.en else 4)
        if words.en:
            self._line(words.en, 8, SONG, after=4, colour=GREY)

    def turn(self, landscape: bool) -> None:
        """Go on on a new page, in portrait or landscape."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        long, short = Cm(29.7), Cm(21)
        section.page_width, section.page_height = (long, short) if landscape else (short, long)
        self._margins(section)

    def table(
        self, heads: Sequence[Text], widths: Sequence[float], rows: Iterable[Sequence[CellContent]], size: float = 9,
        tall: float = 0.0, pad: int = 28,
    ) -> None:  # fmt: skip
        """Add a table whose header is repeated on every page.

        ``widths`` in cm, ``size`` in points, ``tall`` the least height of a row in cm, ``pad`` above and below it in
        twentieths of a point.
        """
        made = make_table(heads, widths, rows, size, tall, pad)
        body = self._document.element.body
        body.insert(len(body) - 1, made)  # before the section's own properties, which come last
        after = self._document.add_paragraph()  # without it two adjacent tables would become one
        after.paragraph_format.space_after = Pt(2)
        after.paragraph_format.line_spacing = Pt(6)

    def data(self) -> bytes:
        """The file's bytes, without the current time."""
        package = self._document.part.package
        for id, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # the preview picture of the template
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
            style.element.get_or_add_rPr().append(make_xml_element("w:lang", val="en-US", eastAsia="zh-CN"))
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
        """The header of every page, and the footer with room for signatures and the page number.

        Later sections have the same.
        """
        top = section.header.paragraphs[0]
        top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._run(top, head, 8, SONG, colour=GREY)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(foot, sign, 9, SONG)
        for words, field in zip(page, ("PAGE", "NUMPAGES", ""), strict=True):
            self._run(foot, words, 9, SONG)
            if field:
                self._field(foot, field)

    def _field(self, line: Any, name: str) -> None:
        pieces = [make_xml_element("w:fldChar", fldCharType="begin"), make_words_element("w:instrText", f" {name} ")]
        pieces += [
            make_xml_element("w:fldChar", fldCharType="separate"),
            make_words_element("w:t", "1"),
            make_xml_element("w:fldChar", fldCharType="end"),
        ]
        for piece in pieces:  # each its own run, since not every program applies the format otherwise
            self._run(line, "", 9, SONG)._r.append(piece)

    def _line(
        self, words: str, size: float, font: str, *, bold: bool = False, centre: bool = False, after: float = 0,
        colour: str = "",
    ) -> None:  # fmt: skip
        line = self._document.add_paragraph()
        line.paragraph_format.space_after = Pt(after)
        line.paragraph_format.keep_with_next = True  # the caption of a table stands above it
        if centre:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(line, words, size, font, bold=bold, colour=colour)

    def _run(self, line: Any, words: str, size: float, font: str, bold: bool = False, colour: str = "") -> Any:
        run = line.add_run(clean_kept_words(words))
        run._r.insert(0, make_run_properties(size, font, LATIN, bold, colour))
        return run

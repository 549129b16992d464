"""Tables, paragraphs and runs of a Word document, as WordprocessingML elements in schema order (ECMA-376, part 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from probes.finding import Text
from xuncha.reports.words import clean_text

SONG, HEI, LATIN, MONO = "宋体", "黑体", "Times New Roman", "Courier New"
GREY, LINE = "595959", "8c8c8c"
PER_CM = 567  # twentieths of a point
BLANK = "＿" * 14  # to be filled in by hand


@dataclass(frozen=True, slots=True)
class MonoText:
    """Machine text: file names, hashes."""

    words: str


@dataclass(frozen=True, slots=True)
class BilingualLabel:
    """Chinese with English beside it, on one line where there is room."""

    words: Text


CellContent = Text | MonoText | BilingualLabel | str | None  # None = a blank to fill in by hand


def make_table(
    heads: Sequence[Text],
    widths: Sequence[float],
    rows: Iterable[Sequence[CellContent]],
    size: float,
    tall: float,
    pad: int,
) -> Any:
    """A table: ``widths`` in cm, ``size`` in points, ``tall`` the least row height in cm.

    ``pad``: space above and below in twentieths of a point.
    """
    made = OxmlElement("w:tbl")
    made.append(_look(sum(widths), pad))
    grid = OxmlElement("w:tblGrid")
    for width in widths:
        grid.append(make_xml_element("w:gridCol", w=str(round(width * PER_CM))))
    made.append(grid)
    if heads:
        made.append(_row(heads, widths, size, head=True, tall=0))
    for row in rows:
        made.append(_row(row, widths, size, head=False, tall=tall))
    return made


def _row(cells: Sequence[CellContent], widths: Sequence[float], size: float, *, head: bool, tall: float) -> Any:
    row = OxmlElement("w:tr")
    about = OxmlElement("w:trPr")
    about.append(OxmlElement("w:cantSplit"))
    if tall:
        about.append(make_xml_element("w:trHeight", val=str(round(tall * PER_CM)), hRule="atLeast"))
    if head:
        about.append(OxmlElement("w:tblHeader"))
    row.append(about)
    for said, width in zip(cells, widths, strict=True):
        cell = OxmlElement("w:tc")
        look = OxmlElement("w:tcPr")
        look.append(make_xml_element("w:tcW", w=str(round(width * PER_CM)), type="dxa"))
        if head:
            look.append(make_xml_element("w:shd", val="clear", color="auto", fill="ececec"))
        look.append(make_xml_element("w:vAlign", val="center" if head or tall else "top"))
        cell.append(look)
        for line in _lines(said, size, head):
            cell.append(line)
        row.append(cell)
    return row


def _lines(said: CellContent, size: float, head: bool) -> list[Any]:
    if said is None:
        return [_paragraph(BLANK, size, SONG, LATIN, False, GREY)]
    if isinstance(said, MonoText):
        return [_paragraph(said.words, size - 0.5, SONG, MONO, False, "")]
    if isinstance(said, BilingualLabel):
        line = _paragraph(said.words.zh, size, SONG, LATIN, False, "")
        if said.words.en:
            _add(line, f" {said.words.en}", max(size - 1.5, 6), SONG, LATIN, False, GREY)
        return [line]
    if isinstance(said, str):
        return [_paragraph(said, size, SONG, LATIN, head, "")]
    lines = [_paragraph(said.zh, size, HEI if head else SONG, LATIN, head, "")]
    if said.en and said.en != said.zh:
        lines.append(_paragraph(said.en, max(size - 1.5, 6), SONG, LATIN, False, GREY))
    return lines


def _paragraph(words: str, size: float, font: str, latin: str, bold: bool, colour: str) -> Any:
    line = OxmlElement("w:p")
    about = OxmlElement("w:pPr")
    about.append(make_xml_element("w:spacing", before="0", after="0", line="240", lineRule="auto"))
    line.append(about)
    _add(line, words, size, font, latin, bold, colour)
    return line


def _add(line: Any, words: str, size: float, font: str, latin: str, bold: bool, colour: str) -> None:
    run = OxmlElement("w:r")
    run.append(make_run_properties(size, font, latin, bold, colour))
    run.append(make_words_element("w:t", clean_kept_words(words)))
    line.append(run)


def make_run_properties(size: float, font: str, latin: str, bold: bool, colour: str) -> Any:
    """A run's properties, in the order the schema asks for."""
    look = OxmlElement("w:rPr")
    look.append(make_xml_element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=font, cs=latin))
    if bold:
        look.append(OxmlElement("w:b"))
    if colour:
        look.append(make_xml_element("w:color", val=colour))
    look.append(make_xml_element("w:sz", val=str(round(size * 2))))
    look.append(make_xml_element("w:szCs", val=str(round(size * 2))))
    return look


def _look(width: float, pad: int) -> Any:
    made = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblW w:w="{round(width * PER_CM)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{pad}" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="{pad}" w:type="dxa"/>'
        '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    made.insert(2, make_borders("tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV")))
    return made


def make_borders(name: str, sides: Sequence[str]) -> Any:
    """An element with thin borders on those sides."""
    made = OxmlElement(f"w:{name}")
    for side in sides:
        made.append(make_xml_element(f"w:{side}", val="single", sz="4", space="0", color=LINE))
    return made


def make_xml_element(name: str, **attributes: str) -> Any:
    """An element in Word's namespace with these attributes."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def make_words_element(name: str, words: str) -> Any:
    """An element that holds text, white space preserved."""
    made = OxmlElement(name)
    made.text = words
    made.set(qn("xml:space"), "preserve")
    return made


def clean_kept_words(words: str) -> str:
    """Harmless text on one line; wide blanks stay, since they are room to write in."""
    return clean_text(words).replace("\n", " ").replace("\r", " ").replace("\t", " ")

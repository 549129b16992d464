"""Files that are small and would be huge once read, and a process of its own that reads one and says what it took."""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@dataclass(frozen=True, slots=True)
class Took:
    """What a reader said of a file, and what it took: megabytes at most at once, more than before it read, and processor seconds."""

    said: str
    rows: int
    megabytes: float
    seconds: float


def workbook(**parts: bytes) -> bytes:
    """A workbook with a head of ours, and these parts in the place of its own: ``sheet``, ``strings``, ``styles``."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["网址", "名称"])
    made = io.BytesIO()
    book.save(made)
    content = {}
    with zipfile.ZipFile(made) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    names = {"sheet": SHEET, "strings": STRINGS, "styles": STYLES}
    return zipped(content | {names[part]: data for part, data in parts.items()})


def zipped(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>'.encode()


def strings(items: str) -> bytes:
    return f'<?xml version="1.0"?><sst {_MAIN}>{items}</sst>'.encode()


def styles(formats: str) -> bytes:
    return f'<?xml version="1.0"?><styleSheet {_MAIN}><cellXfs>{formats}</cellXfs></styleSheet>'.encode()


def lying(data: bytes, name: str, size: int) -> bytes:
    """The same zip, whose directory and header say that one member unpacks to ``size`` bytes."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(name).header_offset
    struct.pack_into("<L", changed, start + 22, size)
    at = data.rfind(name.encode())  # in the directory, which is the last to name it
    struct.pack_into("<L", changed, at - 46 + 24, size)
    return bytes(changed)


def of_members(number: int) -> bytes:
    """A zip of so many empty members of one name, more than 65,535, which a library would write one by one for seconds."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("0", b"")
    one, start = made.getvalue(), archive.start_dir
    files, directory = one[:start] * number, one[start : one.rindex(b"PK\5\6")] * number
    end = len(files) + len(directory)
    whole = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, number, number, len(directory), len(files))
    place = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    return (
        files
        + directory
        + whole
        + place
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *(0xFFFF,) * 2, *(0xFFFFFFFF,) * 2, 0)
    )


def read_apart(path: Path, reader: str = "register") -> Took:
    """Have it read by a process of its own, which has loaded our modules and may take no more than 2 GB."""
    from tests.xuncha.command import SECONDS, USUAL, environment  # not what the process itself takes memory for
    from tests.xuncha.warm_commands import run_warm

    ran = run_warm((reader, str(path)), environment(), USUAL, SECONDS, module="tests.xuncha.sheets.swelling")
    assert ran is not None
    assert ran.returncode == 0, ran.stderr
    return Took(**json.loads(ran.stdout))


def _register(path: Path) -> int:
    from scoring.standard import load_standard
    from xuncha.register.platform_sheet import read_platform_sheet

    good, bad = read_platform_sheet(path, load_standard())
    return len(good) + len(bad)


def _decisions(path: Path) -> int:
    from xuncha.sheets.worksheet_grid import read_filled_sheet

    return sum(len(grid.lines) for grid in read_filled_sheet(path).grids)


def _rectify(path: Path) -> int:
    from xuncha.register.shortfall_sheet import read_shortfall_sheet

    rows, bad = read_shortfall_sheet(path)
    return len(rows) + len(bad)


def _attach(path: Path) -> int:
    from xuncha.sheets.attach import read_upload

    return len(read_upload(path).media)


READERS: Mapping[str, Callable[[Path], int]] = {
    "register": _register, "decisions": _decisions, "rectify": _rectify, "attach": _attach,
}  # fmt: skip


def _peak() -> float:
    """Of this program alone: what ``getrusage`` says of a process begins with what its parent held."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def main(reader: str, path: Path) -> None:
    from xuncha.settings.target import InvalidInput

    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
    openpyxl.load_workbook(
        io.BytesIO(workbook())
    ).close()  # what the readers themselves take is none of the file's doing
    before, began = _peak(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
    said, rows = "", 0
    try:
        rows = READERS[reader](path)
    except InvalidInput as fault:
        said = f"{fault.text.zh} | {fault.text.en}"
    spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime - began
    print(json.dumps({"said": said, "rows": rows, "megabytes": round(_peak() - before, 1), "seconds": round(spent, 2)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))

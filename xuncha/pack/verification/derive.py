"""Proves what can be proven of an evidence pack by the rules beside this file: its evidence, verdicts, red lines and scores.

    python -I -S -B ruleset/derive.py [PACK.zip | -]

Needs Python 3.11 and nothing else; without a name it takes the unpacked files that it lies among, for - the pack that is
its standard input. It prints one line of JSON for each
thing, ``[true, "…", "…"]``: shown (true), wrong (false) or said openly (null), in Chinese and English; and ends with 0 where nothing
is wrong, with 1 where something is.
"""

import json
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

Files = Mapping[str, Callable[[], bytes]]
MOST = 64 << 20  # bytes of a file that is read at once, as in verify.py
RULES = Path(__file__).resolve().parent


def main(names: list[str]) -> int:
    """Exit code of the program. Raises OSError, BadZipFile where there is no pack."""
    sys.path.insert(0, str(RULES))  # the rules of the pack, whatever else is installed
    from scoring.record_proof import prove_record

    files = (
        list_packed_files(zipfile.ZipFile(sys.stdin.buffer if names[0] == "-" else names[0]))
        if names
        else list_unpacked_files(RULES.parent)
    )
    wrong = False
    for line in prove_record(lambda name: files[name]() if name in files else b"", files):
        print(json.dumps(line), flush=True)
        wrong = wrong or line.ok is False
    return int(wrong)


def list_packed_files(pack: zipfile.ZipFile) -> Files:
    """What reads each file of a pack, by its name there; a file too large to be what it should be raises ValueError."""
    return {entry.filename: partial(read_packed_file, pack, entry) for entry in pack.infolist()}


def read_packed_file(pack: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of a file of a pack. Raises ValueError for one too large to be what it should be."""
    if entry.file_size > MOST:
        raise ValueError(f"{entry.filename} is too large")
    return pack.read(entry)


def list_unpacked_files(root: Path) -> Files:
    """What reads each file below a folder, by its name there."""
    return {path.relative_to(root).as_posix(): path.read_bytes for path in root.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Edits the rules of a copy of the program at random and judges visits by it, with and without findings taken over.

``python -m tests.xuncha.rejudge.edits --visits 1000 --edits 50 --seed 1`` does so at length; tests do a little of it. Visits are
golden cases, and with ``--store FOLDER`` the stored ones of whole shops, every other of them altered at random.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.site import Site
from storage.audit_list import list_audits
from storage.db.session import open_store
from storage.visits.sites import load_site
from tests.cases import build
from tests.program_copy import copy_program
from tests.xuncha.command import ROOT, environment
from tests.xuncha.rejudge import edited_rules
from tests.xuncha.rejudge.altered_visits import alter_visit
from tests.xuncha.rejudge.edited_rules import Again, Earlier

JUDGING = ("probes", "crawler")
SPOKEN = re.compile(r"\"([^\"{}\\\n]*[\u4e00-\u9fff][^\"{}\\\n]*)\"")
NUMBER = re.compile(r"(?<== )([0-9]+)(?=\s)")
SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit and what came of it: ``same`` where no visit differs whether or not findings are taken over.

    ``moved`` visits have other findings than before; ``spared`` checks were not asked, of ``asked`` or not.
    """

    file: str
    visits: int
    differing: tuple[str, ...]
    moved: int
    spared: int
    checks: int


def choose_visits(number: int, chance: random.Random, stores: Sequence[Path] = ()) -> list[Earlier]:
    """The stored visits and as many golden cases as there is room for, each as it is and then altered, as often as it takes."""
    stored = [site for store in stores for site in asyncio.run(_stored_sites(store))]
    folders = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/*/*/site.toml"))
    wanted = max(0, (number + 1) // 2 - len(stored))
    known = [*stored, *(build.read(folder) for folder in chance.sample(folders, min(wanted, len(folders))))]
    altered = [alter_visit(known[at % len(known)], chance) for at in range(max(0, number - len(known)))]
    return [Earlier(site) for site in [*known, *altered][:number]]


async def _stored_sites(folder: Path) -> list[Site]:
    """What was seen on each stored visit, once."""
    async with open_store(folder) as store:
        visits = dict.fromkeys(audit.visit for audit in await list_audits(store))
        return [await load_site(store, visit) for visit in visits]


def make_edits(folder: Path, visits: int, chance: random.Random, stores: Sequence[Path] = ()) -> Iterator[Edit]:
    """Judge the visits by a copy of the program in the folder, then again after each of endless edits, each undone.

    An edit that the program refuses does not count.
    """
    tree = copy_program(folder / "program")
    sites = choose_visits(visits, chance, stores)
    given = _judged_by(tree, sites, folder / "first")
    assert given is not None
    earlier = [
        Earlier(site.site, again.whole, again.profile, again.basis) for site, again in zip(sites, given, strict=True)
    ]
    while True:
        file, before = _edited(tree, chance)
        came = _judged_by(tree, earlier, folder / "out")
        file.write_text(before, "utf-8")
        if came is None:
            continue
        pairs = list(zip(earlier, came, strict=True))
        yield Edit(
            file.relative_to(tree).as_posix(),
            len(pairs),
            tuple(str(was.site.platform) for was, now in pairs if repr(now.reused) != repr(now.whole)),
            sum(now.whole != was.findings for was, now in pairs),
            sum(now.checks - now.asked for now in came),
            sum(now.checks for now in came),
        )


def _editable(tree: Path) -> list[Path]:
    """What judges: the table of probes, and sources and tables of probes and of the crawler's own readings."""
    kinds = ("*.toml", "*.py")
    return [
        tree / "probes.toml",
        *(file for room in JUDGING for kind in kinds for file in sorted((tree / room).rglob(kind))),
    ]


def _edited(tree: Path, chance: random.Random) -> tuple[Path, str]:
    """Change one word, sentence or number of the rules; returns the file and what it was before.

    The frequent kinds of files are chosen no oftener than others.
    """
    kinds = [[path for path in _editable(tree) if wanted(path)] for wanted in (_own_table, _table, _source)]
    while True:
        file = chance.choice(chance.choice(kinds))
        before = file.read_text("utf-8")
        found = [*SPOKEN.finditer(before), *(NUMBER.finditer(before) if file.suffix == ".toml" else ())]
        if found and file.name != "recall.toml":
            break
    at = chance.choice(found)
    new = str(int(at[1]) + 1) if at.re is NUMBER else f'"{at[1][:-1] or "甲"}"'
    file.write_text(before[: at.start()] + new + before[at.end() :], "utf-8")
    return file, before


def _own_table(file: Path) -> bool:
    return file.name == "probes.toml"


def _table(file: Path) -> bool:
    return file.suffix == ".toml" and not _own_table(file)


def _source(file: Path) -> bool:
    return file.suffix == ".py"


def _judged_by(tree: Path, given: list[Earlier], at: Path) -> list[Again] | None:
    """What the copy of the program says; None where it refuses its own tables."""
    at.with_suffix(".in").write_bytes(pickle.dumps(given))
    words = [sys.executable, "-m", edited_rules.__name__, str(at.with_suffix(".in")), str(at)]
    both = environment(PYTHONPATH=f"{tree}{os.pathsep}{ROOT}")
    run = subprocess.run(words, cwd=tree, env=both, capture_output=True, text=True, timeout=SECONDS)
    if run.returncode:
        assert "ConfigurationError" in run.stderr or "re.PatternError" in run.stderr, run.stderr
        return None
    made: list[Again] = pickle.loads(at.read_bytes())
    return made


def main(argv: list[str] | None = None) -> int:
    """0 where no visit ever differed, else 1."""
    parser = argparse.ArgumentParser(prog=f"python -m {__spec__.name}", description=__doc__)
    parser.add_argument("--visits", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, action="append", default=[], metavar="FOLDER", help="its visits too")
    wanted = parser.parse_args(argv)
    differing = moving = spared = checks = 0
    with tempfile.TemporaryDirectory(prefix="xuncha-edits-") as folder:
        edits = make_edits(Path(folder), wanted.visits, random.Random(wanted.seed), wanted.store)
        for number in range(1, wanted.edits + 1):
            edit = next(edits)
            differing, moving = differing + len(edit.differing), moving + bool(edit.moved)
            spared, checks = spared + edit.spared, checks + edit.checks
            said = f"{edit.moved} moved, {edit.spared / edit.checks:.0%} of checks spared, {len(edit.differing)} differ"
            print(f"{number:3} {edit.file}: {edit.visits} visits, {said}", flush=True)
    print(
        f"{wanted.edits} edits of {wanted.visits} visits: {differing} differ; {moving} edits moved findings, {spared / checks:.0%} of checks spared"
    )
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(main())

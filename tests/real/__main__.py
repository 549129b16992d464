"""Keeps what audits of real shops said and what a person said of it: ``python -m tests.real`` tells its words."""

from __future__ import annotations

import dataclasses
import json
import sys
import tomllib
from pathlib import Path

from tests.real import page
from tests.real.record import HERE, JUDGED, STORED, Ruling, known_labels, of_audit, read, write

USAGE = """usage: python -m tests.real record SHOP AUDIT.json   keep what the audit says; rulings stand for answers still given
       python -m tests.real open SHOP AUDIT.json     list decided answers nobody has judged, with where they were seen
       python -m tests.real rule SHOP FILE.toml      take in rulings: ["check outcome"] judged = "right|wrong|arguable", why = "";
                                                 a table [needless] (item = why) takes the place of the one before
       python -m tests.real page                     write docs/real-shops.md"""
TRUTH = [
    Path(__file__).resolve().parents[3] / "shared" / "shops" / "truth.json",
    HERE / "filled.json",
    HERE / "unseen.json",
]


def main(words: list[str]) -> int:
    match words:
        case ["record", shop, file]:
            before = read(shop) if (STORED / f"{shop}.json").is_file() else None
            record = of_audit(shop, Path(file), known_labels(TRUTH, shop), before)
            write(record)
            print(f"{shop}: {len(record.rulings)} judged, {len(record.unjudged())} not yet")
        case ["open", shop, file]:
            _list_open(shop, Path(file))
        case ["rule", shop, file]:
            _take_rulings(shop, Path(file))
        case ["page"]:
            page.FILE.write_text(page.page(), "utf-8")
        case _:
            print(USAGE, file=sys.stderr)
            return 2
    return 0


def _list_open(shop: str, file: Path) -> None:
    left = set(read(shop).unjudged())
    for finding in json.loads(file.read_text("utf-8"))["findings"]:
        key = f"{finding['probe']} {finding['outcome']}"
        if finding["look"] != 1 or key not in left:
            continue
        left.remove(key)
        print(
            f"\n{key}  ({finding['device']}; good: {finding['good']})  {finding['asks']['zh']}\n  {finding['because']['zh']}"
        )
        for evidence in finding["evidence"][:4]:
            print(f"  - {evidence['url']}  {evidence['selector'][:80]}  «{evidence['quote'][:160]}»")


def _take_rulings(shop: str, file: Path) -> None:
    record = read(shop)
    taken = dict(record.rulings)
    needless = dict(record.needless)
    for key, ruling in tomllib.loads(file.read_text("utf-8")).items():
        if key == "needless":
            needless = dict(ruling)  # a judging of today's state, whole
            continue
        if ruling["judged"] not in JUDGED:
            raise SystemExit(f"{key}: judged is {ruling['judged']!r}, not one of {', '.join(JUDGED)}")
        taken[key] = Ruling(ruling["judged"], ruling.get("why", ""))
    write(dataclasses.replace(record, rulings=taken, needless=needless))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

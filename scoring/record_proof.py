"""What the rules alone can prove of a record: its evidence is in its views, its verdicts and scores follow from its findings.

Needs nothing but the standard library and the files of the ruleset, as ``scoring.judging`` does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from crawler.settings_file import SettingsFile
from probes.finding import Text
from scoring import judging
from scoring.record.evidence_check import (
    PIECES,
    Numbers,
    PackView,
    QuoteRules,
    Table,
    no_bytes,
    picture_size,
    require_numbers,
    require_rows,
    require_table,
    require_text,
)

TABLE = Path(__file__).resolve().with_name("record_proof.toml")
AUDIT, DECISIONS, MANIFEST = "audit.json", "decisions/decisions.json", "manifest.json"
# Keys in a pack's view and in audit.json alike.
ALIKE = ("id", "role", "state", "device", "look", "url", "status", "at", "width", "height")
Read = Callable[[str], bytes]


class ProofLine(NamedTuple):
    """One statement: proven (``ok`` True), wrong (False), or left open (None), in Chinese and English."""

    ok: bool | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ProofRules:
    """How evidence is checked, and the texts about it: record_proof.toml."""

    quotes: QuoteRules
    words: dict[str, Text]

    def say(self, ok: bool | None, word: str, *about: object, **counts: int) -> ProofLine:
        said = self.words[word]
        return ProofLine(ok, said.zh.format(*about, **counts), said.en.format(*about, **counts))


def load_rule(path: Path = TABLE) -> ProofRules:
    """The rule in record_proof.toml. Raises ConfigurationError with one line that names the fault."""
    return SettingsFile("scoring", "record_proof.toml", ProofRules).read_file(path)


def parse_plain(data: bytes) -> Table:
    """The table in a JSON file, {} if it is not a table; no duplicate keys, no NaN. Raises ValueError, RecursionError."""

    def unique(pairs: list[tuple[str, Any]]) -> Table:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    return require_table(json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=int))


def prove_record(read: Read, names: Collection[str]) -> Iterator[ProofLine]:
    """Everything that can be proven of the files of a pack, none of which is trusted.

    ``read`` gives a file's bytes, b"" if there is none.
    """
    rule = load_rule()
    try:
        audit, decisions, manifest = (parse_plain(read(name)) for name in (AUDIT, DECISIONS, MANIFEST))
        yield from prove_evidence(audit, PackViews(read, names, manifest, rule.quotes), rule)
        derived = judging.derive_record(audit, decisions)
        differ = judging.find_record_differences(audit, derived)
    except (ValueError, RecursionError) as fault:  # from JSON, UTF-8, a record or tables
        yield rule.say(False, "fault", str(fault) or type(fault).__name__)
        return
    if differ:
        yield rule.say(False, "differ", len(differ), name_some(differ))
    else:
        yield rule.say(True, "follow", len(derived.judged.verdicts))


class PackViews:
    """The views of a pack, one in memory at a time."""

    def __init__(self, read: Read, names: Collection[str], manifest: Table, quotes: QuoteRules) -> None:
        self.read, self.names, self.quotes = read, frozenset(names), quotes
        # In a sealed pack nothing is masked, so each file is its own original.
        self.known = ("sha256",) if manifest.get("sealed") else ("sha256", "original")
        self.listed = {require_text(file.get("name")): file for file in require_rows(manifest.get("files"))}

    def page(self, seen: Table, gaps: Any) -> PackView:
        """The view that audit.json refers to; without ``size`` if the pack's own view has a different one."""
        name = f"views/{require_text(seen.get('id'))}.json"
        view = parse_plain(self.read(name)) if name in self.names else {}
        source = require_text(require_table(view.get("html")).get("file"))
        return PackView(
            view, [seen, gaps], self._size(view, seen), (lambda: self.read(source)) if source else no_bytes, self.quotes
        )

    def _size(self, view: Table, seen: Table) -> Numbers:
        whole = require_numbers([view.get("width"), view.get("height")], 2)
        if not whole or any(view.get(name) != seen.get(name) for name in ALIKE):
            return ()
        picture = require_table(view.get("screenshot"))
        shown = require_table(self.listed.get(require_text(picture.get("file"))))
        if picture and seen.get("screenshot") not in map(shown.get, self.known):
            return ()
        for part in (require_table(view.get("html")), picture):
            file = require_table(self.listed.get(require_text(part.get("file"))))
            if part and (not file or require_text(part.get("sha256")) not in map(file.get, self.known)):
                return ()
        if not picture or picture.get("width") == 0:  # no picture was kept, or it cannot be read
            return whole
        size, scale = (
            picture_size(self.read(require_text(picture.get("file")))),
            require_numbers([picture.get("scale")], 1),
        )
        return tuple(side / scale[0] for side in size) if scale and scale[0] > 0 else ()


def prove_evidence(audit: Table, views: PackViews, rule: ProofRules) -> Iterator[ProofLine]:
    """The result for every piece of evidence of findings and traits. Raises what the views' ``read`` and ``plain`` raise."""
    seen = {require_text(view.get("id")): view for view in require_rows(audit.get("views"))}
    fetches = {require_text(fetch.get("id")): fetch for fetch in require_rows(audit.get("fetches"))}
    pointing: dict[str, list[tuple[str, str, Table]]] = {view: [] for view in seen}
    for found in [*require_rows(audit.get("findings")), *require_rows(audit.get("traits"))]:
        probe = require_text(found.get("probe"))
        where = f"{require_text(found.get('id'))} {probe or require_text(found.get('flag'))}".strip()
        for row in require_rows(found.get("evidence")):
            pointing.setdefault(require_text(row.get("view")), []).append((where, probe, row))
    count = dict.fromkeys(("words", "record", "pieces", "stated", "boxed", "apart", "none", "unquoted"), 0)
    wrong: dict[str, list[str]] = {"views": [], "quotes": [], "boxes": [], "hashes": []}
    for id, evidence in pointing.items():
        if id in seen:
            page = views.page(seen[id], audit.get("gaps"))
            wrong["views"] += [] if page.size else [id]
        else:  # a fetch, which only audit.json mentions; or a measurement over many
            page = PackView({}, fetches.get(id), (), no_bytes, views.quotes)
        for where, probe, piece in evidence:
            quote = require_text(piece.get("quote"))
            known = id in seen or id in fetches
            kind = page.says(quote) if PIECES.search(quote.replace("*", "")) else "none" if known else ""
            kind = kind or ("stated" if probe in views.quotes.stating else "unquoted")
            count[kind] += 1
            wrong["quotes"] += [f"{where} {quote[:60]}"] if kind == "unquoted" else []
            hashes = [require_table(of.get(id)).get(name) for of in (seen, fetches) for name in ("screenshot", "body")]
            wrong["hashes"] += [where] if piece.get("sha256") and piece.get("sha256") not in hashes else []
            if piece.get("box") is not None:
                shows = page.shows(piece)
                count["boxed" if shows else "apart"] += 0 if shows is False else 1
                wrong["boxes"] += [where] if shows is False else []
    for word, names in wrong.items():
        if names:
            yield rule.say(False, word, len(names), name_some(names))
    yield rule.say(None if any(wrong.values()) else True, "held", **count)
    for word in ("apart", "stated"):
        if count[word]:
            yield rule.say(None, word, **count)


def name_some(names: Sequence[str]) -> str:
    return ", ".join(name[:120] for name in names[:20]) + (" …" if len(names) > 20 else "")

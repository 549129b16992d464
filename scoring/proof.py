"""What can be proven of a record by the rules alone: its evidence is in its views, its verdicts and scores follow from its findings.

Needs nothing but the standard library and the files of the ruleset, as ``scoring.judging`` does.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from probes.building import Misbuilt, build
from probes.configuration import ConfigurationError
from probes.finding import Text
from scoring import judging
from scoring.evidence import PIECES, Numbers, Page, Quotes, Table, nothing, numbers, picture_size, rows, table, text

TABLE = Path(__file__).resolve().with_name("proof.toml")
AUDIT, DECISIONS, MANIFEST = "audit.json", "decisions/decisions.json", "manifest.json"
# In a view of a pack and in audit.json alike.
ALIKE = ("id", "role", "state", "device", "look", "url", "status", "at", "width", "height")
Read = Callable[[str], bytes]


class Said(NamedTuple):
    """One thing shown (``ok`` True), wrong (False), or said openly (None), in Chinese and English."""

    ok: bool | None
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How evidence is held, and what is said of it: proof.toml."""

    quotes: Quotes
    words: dict[str, Text]

    def say(self, ok: bool | None, word: str, *about: object, **counts: int) -> Said:
        said = self.words[word]
        return Said(ok, said.zh.format(*about, **counts), said.en.format(*about, **counts))


def load(path: Path = TABLE) -> Rule:
    """Raises ConfigurationError with one line that names the fault."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        return build(Rule, raw)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise ConfigurationError(f"{path.name}: {fault}") from fault
    except Misbuilt as fault:
        raise ConfigurationError(f"{path.name}: {fault.said(raw)}") from fault


def plain(data: bytes) -> Table:
    """The table in a JSON file, {} for what is none; no name twice, no NaN. Raises ValueError, RecursionError."""

    def unique(pairs: list[tuple[str, Any]]) -> Table:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    return table(json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=int))


def proof(read: Read, names: Collection[str]) -> Iterator[Said]:
    """All that is shown of the files of a pack, of which nothing is believed. ``read`` gives a file's bytes, b"" where there is none."""
    rule = load()
    try:
        audit, decisions, manifest = (plain(read(name)) for name in (AUDIT, DECISIONS, MANIFEST))
        yield from held(audit, Views(read, names, manifest, rule.quotes), rule)
        derived = judging.derive(audit, decisions)
        differ = judging.differences(audit, derived)
    except (ValueError, RecursionError) as fault:  # of JSON, UTF-8, a record or tables
        yield rule.say(False, "fault", str(fault) or type(fault).__name__)
        return
    if differ:
        yield rule.say(False, "differ", len(differ), some(differ))
    else:
        yield rule.say(True, "follow", len(derived.judged.verdicts))


class Views:
    """The views of a pack, one in memory at a time."""

    def __init__(self, read: Read, names: Collection[str], manifest: Table, quotes: Quotes) -> None:
        self.read, self.names, self.quotes = read, frozenset(names), quotes
        # Of a sealed pack nothing is masked, so each file is its own original.
        self.known = ("sha256",) if manifest.get("sealed") else ("sha256", "original")
        self.listed = {text(each.get("name")): each for each in rows(manifest.get("files"))}

    def page(self, seen: Table, gaps: Any) -> Page:
        """The view that audit.json tells of; of no ``size`` where the pack's own is another one."""
        name = f"views/{text(seen.get('id'))}.json"
        view = plain(self.read(name)) if name in self.names else {}
        source = text(table(view.get("html")).get("file"))
        return Page(
            view, [seen, gaps], self._size(view, seen), (lambda: self.read(source)) if source else nothing, self.quotes
        )

    def _size(self, view: Table, seen: Table) -> Numbers:
        whole = numbers([view.get("width"), view.get("height")], 2)
        if not whole or any(view.get(name) != seen.get(name) for name in ALIKE):
            return ()
        picture = table(view.get("screenshot"))
        shown = table(self.listed.get(text(picture.get("file"))))
        if picture and seen.get("screenshot") not in map(shown.get, self.known):
            return ()
        for part in (table(view.get("html")), picture):
            file = table(self.listed.get(text(part.get("file"))))
            if part and (not file or text(part.get("sha256")) not in map(file.get, self.known)):
                return ()
        if not picture or picture.get("width") == 0:  # none was kept, or it cannot be read
            return whole
        size, scale = picture_size(self.read(text(picture.get("file")))), numbers([picture.get("scale")], 1)
        return tuple(side / scale[0] for side in size) if scale and scale[0] > 0 else ()


def held(audit: Table, views: Views, rule: Rule) -> Iterator[Said]:
    """What was found of every piece of evidence of findings and traits. Raises what the views' ``read`` and ``plain`` raise."""
    seen = {text(each.get("id")): each for each in rows(audit.get("views"))}
    fetches = {text(each.get("id")): each for each in rows(audit.get("fetches"))}
    pointing: dict[str, list[tuple[str, str, Table]]] = {each: [] for each in seen}
    for found in [*rows(audit.get("findings")), *rows(audit.get("traits"))]:
        probe = text(found.get("probe"))
        where = f"{text(found.get('id'))} {probe or text(found.get('flag'))}".strip()
        for each in rows(found.get("evidence")):
            pointing.setdefault(text(each.get("view")), []).append((where, probe, each))
    count = dict.fromkeys(("words", "record", "pieces", "stated", "boxed", "apart", "none", "unquoted"), 0)
    wrong: dict[str, list[str]] = {"views": [], "quotes": [], "boxes": [], "hashes": []}
    for id, evidence in pointing.items():
        if id in seen:
            page = views.page(seen[id], audit.get("gaps"))
            wrong["views"] += [] if page.size else [id]
        else:  # a light look, told of in audit.json alone; or what was measured over many
            page = Page({}, fetches.get(id), (), nothing, views.quotes)
        for where, probe, each in evidence:
            quote = text(each.get("quote"))
            known = id in seen or id in fetches
            kind = page.says(quote) if PIECES.search(quote.replace("*", "")) else "none" if known else ""
            kind = kind or ("stated" if probe in views.quotes.stating else "unquoted")
            count[kind] += 1
            wrong["quotes"] += [f"{where} {quote[:60]}"] if kind == "unquoted" else []
            hashes = [table(of.get(id)).get(name) for of in (seen, fetches) for name in ("screenshot", "body")]
            wrong["hashes"] += [where] if each.get("sha256") and each.get("sha256") not in hashes else []
            if each.get("box") is not None:
                shows = page.shows(each)
                count["boxed" if shows else "apart"] += 0 if shows is False else 1
                wrong["boxes"] += [where] if shows is False else []
    for word, names in wrong.items():
        if names:
            yield rule.say(False, word, len(names), some(names))
    yield rule.say(None if any(wrong.values()) else True, "held", **count)
    for word in ("apart", "stated"):
        if count[word]:
            yield rule.say(None, word, **count)


def some(names: Sequence[str]) -> str:
    return ", ".join(each[:120] for each in names[:20]) + (" …" if len(names) > 20 else "")

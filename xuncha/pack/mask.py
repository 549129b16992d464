"""Masks consumers' personal data in all that a pack is made of.

What is personal is read from the whole audit first (mask_reading, mask_labels, mask_ledger), then masked wherever it stands, in
every spelling (mask_known). Every blob keeps its name: ``facts.site`` and ``facts.record`` hold the SHA-256 of originals, and
``facts.blob`` asked for one gives the masked bytes. So makers of parts

- ask ``facts.blob(view.screenshot)``, write what they get, and give the same SHA-256 as ``Part.original``;
- where they print the SHA-256 of a file of the pack, hash the bytes they write;
- leave evidence in audit.json as it is: its ``sha256`` names the original, which manifest.json holds as ``original`` of the masked
  file, or as ``sha256`` of one that did not change.

A quote with stars was masked: by us it occurs in the masked text letter by letter; where a probe has masked it (masking.masked),
each star stands for one character of a page that shows the value, as in a sealed pack.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from crawler.site import Box, Site
from probes.reading import remember
from xuncha.pack import mask_files
from xuncha.pack.mask_known import Known
from xuncha.pack.mask_reading import Reader
from xuncha.pack.mask_site import Veil, hidden_elements
from xuncha.pack.mask_store import Kept
from xuncha.pack.parts import Facts

_SHA = re.compile(r'"sha256":"([0-9a-f]{64})"')
Blob = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Masked:
    """``facts`` without personal data; ``total`` places of pages' texts and sources, bodies and pictures are masked.

    ``count`` says in how many places the blob of that (original's) SHA-256 was. Values of cookies and of what else opens a
    session are no personal data: they are taken out of the records of exchanges and counted nowhere.
    """

    facts: Facts
    total: int
    count: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Cover:
    """What of a picture is filled; no boxes = all of it."""

    boxes: tuple[Box, ...]
    scale: float = 1.0


def masked(facts: Facts) -> Masked:
    """The same audit with everything masked. Raises NotARecord where a record of exchanges is damaged, OSError for a full disk."""
    site, blob = facts.site, facts.blob
    reader = Reader(facts.rules.checks)
    reader.site(site)
    records = {view.exchanges_record for view in site.views} | {gap.exchanges_record for gap in site.gaps}
    records.discard("")
    bodies = _bodies(site)
    for sha in sorted(records):
        if (data := blob(sha)) is not None:
            text = mask_files.unpacked(data)
            bodies.update(_SHA.findall(text))
            reader.urls.record(text)
            reader.body(text)
    texts, unread = [], 0
    for sha in sorted(bodies):
        if (data := blob(sha)) is None:
            continue
        if (said := mask_files.decoded(data)) is not None:
            texts.append(sha)
            reader.body(said[0])
        unread += mask_files.unread(data)
    known = reader.ledger.known()
    remember.forget()  # readings keep the pages they read: of one audit after the other, those of several
    veil, kept = Veil(known), Kept()
    shown = veil.site(site)
    _files(kept, known, blob, records, texts)
    _pictures(kept, blob, _covers(site, shown))

    def original_or_masked(sha: str) -> bytes | None:
        found = kept.get(sha)
        return blob(sha) if found is None else found

    hidden = dataclasses.replace(
        facts, site=shown, audit=veil.audit(facts.audit), record=veil.record(facts.record), blob=original_or_masked,
        unread=unread,
    )  # fmt: skip
    return Masked(hidden, veil.count + kept.total, kept.count)


def _bodies(site: Site) -> set[str]:
    """Kept bodies by their SHA-256, whatever their servers call them."""
    of_views = {each.body for view in site.views for each in view.exchanges if each.body}
    return of_views | {each.body for each in site.fetches if each.body}


def _files(kept: Kept, known: Known, blob: Blob, records: Collection[str], texts: Collection[str]) -> None:
    for sha in sorted(records):
        if (data := blob(sha)) is not None:
            new, count = mask_files.record(data, known)
            if new is not data:
                kept.put(sha, new, count)
    for sha in texts:
        new, count = mask_files.body(blob(sha) or b"", known)
        if count:
            kept.put(sha, new, count)


def _covers(site: Site, shown: Site) -> dict[str, _Cover]:
    """By picture what of it must not be seen: pages' pictures in part, pictures on pages whose words were read off wholly."""
    covers: dict[str, _Cover] = {}
    for before, after in zip(site.views, shown.views, strict=True):
        hidden = hidden_elements(before, after)
        if hidden and before.screenshot:
            known = covers.get(before.screenshot, _Cover(()))
            boxes = tuple(dict.fromkeys((*known.boxes, *(each.box for each in hidden))))
            covers[before.screenshot] = _Cover(boxes, before.screenshot_scale)
        read = {each.image for each in hidden if each.ocr and each.image}
        covers |= {each.body: _Cover(()) for each in before.exchanges if each.body and each.url in read}
    return covers


def _pictures(kept: Kept, blob: Blob, covers: dict[str, _Cover]) -> None:
    for sha, cover in sorted(covers.items()):
        if (data := blob(sha)) is not None:
            new = mask_files.picture(data, cover.boxes, cover.scale)
            kept.put(sha, new, max(1, len(cover.boxes)))

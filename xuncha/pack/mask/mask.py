"""Mask consumers' personal data in everything a pack is made of.

What is personal is read from the whole audit first (mask_reading, mask_labels, mask_ledger), then masked wherever it
occurs, in every spelling (mask_known). Every blob keeps its name: ``facts.site`` and ``facts.record`` hold the SHA-256
of originals, and ``facts.blob`` asked for one gives the masked bytes. So makers of parts:

- ask ``facts.blob(view.screenshot)``, write what they get, and give the same SHA-256 as ``PackPart.original``;
- where they print the SHA-256 of a file of the pack, hash the bytes they write;
- leave evidence in audit.json as it is: its ``sha256`` names the original, which manifest.json has as ``original`` of
  the masked file, or as ``sha256`` of one that did not change.

A quote with stars was masked. If we masked it, it occurs in the masked text letter by letter; if a probe did, each star
stands for one character of a page that shows the value, as in a sealed pack.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from crawler.site import Box, Site
from probes.text.remember import judging_cache
from xuncha.pack.mask import mask_files
from xuncha.pack.mask.mask_known import KnownValues
from xuncha.pack.mask.mask_reading import PersonalDataReader
from xuncha.pack.mask.mask_site import SiteMasker, find_elements_to_cover
from xuncha.pack.mask.mask_store import MaskedFileStore
from xuncha.pack.parts import PackFacts

_SHA = re.compile(r'"sha256":"([0-9a-f]{64})"')
Blob = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class MaskedFacts:
    """``facts`` without personal data.

    ``total``: masked places in pages' texts and sources, bodies and pictures. ``count``: masked places of the blob with
    that (original) SHA-256. Values of cookies and of anything else that opens a session are not personal data: they are
    removed from exchange records and counted nowhere.
    """

    facts: PackFacts
    total: int
    count: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class _Cover:
    """The boxes of a picture to be filled; no boxes = all of it."""

    boxes: tuple[Box, ...]
    scale: float = 1.0


def mask_facts(facts: PackFacts) -> MaskedFacts:
    """An audit's facts with personal values masked in its records, files and pictures; files that needed no mask stay as they are.

    Raises NotARecord for a damaged exchange record, OSError for a full disk.
    """
    site, blob = facts.site, facts.blob
    records = {view.exchanges_record for view in site.views} | {gap.exchanges_record for gap in site.gaps}
    records.discard("")
    with judging_cache():
        known, texts, unread = _read(facts, records)
    veil, kept = SiteMasker(known), MaskedFileStore()
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
    return MaskedFacts(hidden, veil.count + kept.total, kept.count)


def _read(facts: PackFacts, records: Collection[str]) -> tuple[KnownValues, list[str], int]:
    """What is personal in pages, records and bodies.

    Also the SHA-256 of the bodies that are text, and how many parts could not be read.
    """
    site, blob = facts.site, facts.blob
    reader = PersonalDataReader(facts.rules.checks)
    reader.site(site)
    bodies = _bodies(site)
    for sha in sorted(records):
        if (data := blob(sha)) is not None:
            text = mask_files.unpack_record_text(data)
            bodies.update(_SHA.findall(text))
            reader.urls.record(text)
            reader.body(text)
    texts: list[str] = []
    unread = 0
    for sha in sorted(bodies):
        if (data := blob(sha)) is None:
            continue
        if (said := mask_files.decode_text(data)) is not None:
            texts.append(sha)
            reader.body(said[0])
        unread += mask_files.is_unmaskable(data)
    return reader.ledger.known(), texts, unread


def _bodies(site: Site) -> set[str]:
    """The SHA-256 of kept bodies, whatever type their servers claim."""
    of_views = {exchange.body for view in site.views for exchange in view.exchanges if exchange.body}
    return of_views | {fetch.body for fetch in site.fetches if fetch.body}


def _files(
    kept: MaskedFileStore, known: KnownValues, blob: Blob, records: Collection[str], texts: Collection[str]
) -> None:
    for sha in sorted(records):
        if (data := blob(sha)) is not None:
            new, count = mask_files.mask_exchange_record(data, known)
            if new is not data:
                kept.put(sha, new, count)
    for sha in texts:
        new, count = mask_files.mask_body(blob(sha) or b"", known)
        if count:
            kept.put(sha, new, count)


def _covers(site: Site, shown: Site) -> dict[str, _Cover]:
    """What to hide of each picture, by its SHA-256.

    That is parts of pages' screenshots, the whole of images on pages whose text was read by OCR, and the whole of what stood in the place
    of a page, for nobody read that.
    """
    covers = {gap.screenshot: _Cover(()) for gap in site.gaps if gap.screenshot}
    for before, after in zip(site.views, shown.views, strict=True):
        hidden = find_elements_to_cover(before, after)
        if hidden and before.screenshot:
            known = covers.get(before.screenshot, _Cover(()))
            boxes = tuple(dict.fromkeys((*known.boxes, *(element.box for element in hidden))))
            covers[before.screenshot] = _Cover(boxes, before.screenshot_scale)
        read = {element.image for element in hidden if element.ocr and element.image}
        covers |= {exchange.body: _Cover(()) for exchange in before.exchanges if exchange.body and exchange.url in read}
    return covers


def _pictures(kept: MaskedFileStore, blob: Blob, covers: dict[str, _Cover]) -> None:
    for sha, cover in sorted(covers.items()):
        if (data := blob(sha)) is not None:
            new = mask_files.mask_picture(data, cover.boxes, cover.scale)
            kept.put(sha, new, max(1, len(cover.boxes)))

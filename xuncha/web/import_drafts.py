"""Lists of platforms that persons uploaded and have not confirmed yet: kept in the store, few and not for long; nothing of them is registered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from probes.finding import Text
from storage.people.work.stored_imports import StoredImport
from xuncha.register.platform_sheet import CellFault, GridRow
from xuncha.settings.web_settings import UploadSettings


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """One list. ``kept``: as it is stored; ``columns``: what is wrong with its columns."""

    kept: StoredImport
    rows: tuple[GridRow, ...]
    columns: tuple[CellFault, ...] = ()

    @property
    def name(self) -> str:
        """What its file was called."""
        return self.kept.file

    @property
    def state(self) -> str:
        """A digest of its cells, another whenever one of them is."""
        said = [[dict(row.said), sorted(row.formulas), row.number] for row in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()[:32]

    def find_end(self, limits: UploadSettings) -> datetime:
        """When it is forgotten."""
        return self.kept.sent_at + find_import_span(limits)

    def mend(self, cells: Mapping[tuple[int, str], str]) -> ImportDraft:
        """The list with those cells (row's place in ``rows``, key) written anew."""
        rows = list(self.rows)
        for (at, key), words in cells.items():
            if 0 <= at < len(rows):
                row = rows[at]
                rows[at] = replace(row, said={**row.said, key: words}, formulas=row.formulas - {key})
        return replace(self, rows=tuple(rows))

    def leave_out(self, at: int) -> ImportDraft:
        """The list without that row."""
        return replace(self, rows=tuple(row for number, row in enumerate(self.rows) if number != at))


def find_import_span(limits: UploadSettings) -> timedelta:
    """For how long a list is kept."""
    return timedelta(minutes=limits.import_minutes)


def write_import_body(rows: tuple[GridRow, ...], columns: tuple[CellFault, ...]) -> str:
    """Rows and what is wrong with columns, as text for the store."""
    said = {
        "rows": [[row.number, dict(row.said), dict(row.places), sorted(row.formulas)] for row in rows],
        "columns": [[fault.place, fault.text.zh, fault.text.en, fault.row, fault.key] for fault in columns],
    }
    return json.dumps(said, ensure_ascii=True, separators=(",", ":"))


def read_import_body(kept: StoredImport) -> ImportDraft:
    """The list as it is stored."""
    said: dict[str, Any] = json.loads(kept.body)
    return ImportDraft(
        kept,
        tuple(GridRow(number, words, places, frozenset(formulas)) for number, words, places, formulas in said["rows"]),
        tuple(CellFault(place, Text(zh, en), row, key) for place, zh, en, row, key in said["columns"]),
    )

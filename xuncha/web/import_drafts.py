"""Lists of platforms that persons uploaded and have not confirmed yet: kept in memory, few and not for long; nothing of them is registered."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from xuncha.register.platform_sheet import CellFault, GridRow
from xuncha.settings.web_settings import UploadSettings


@dataclass(frozen=True, slots=True)
class ImportDraft:
    """One list. ``user``: the account it belongs to; ``digest``: SHA-256 of the file; ``columns``: what is wrong with its columns."""

    user: int
    name: str
    digest: str
    at: datetime
    rows: tuple[GridRow, ...]
    columns: tuple[CellFault, ...] = ()

    @property
    def state(self) -> str:
        """A digest of its cells, another whenever one of them is."""
        said = [[dict(row.said), sorted(row.formulas), row.number] for row in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True, sort_keys=True).encode("ascii")).hexdigest()[:32]

    def find_end(self, limits: UploadSettings) -> datetime:
        """When it is forgotten."""
        return self.at + timedelta(minutes=limits.import_minutes)

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


@dataclass(slots=True)
class ImportDrafts:
    """The lists by a secret name that only their owner is told."""

    _held: OrderedDict[str, ImportDraft] = field(default_factory=OrderedDict)

    def add(self, draft: ImportDraft, limits: UploadSettings) -> str:
        """Keep it, in place of the oldest where there are too many; returns its name."""
        name = secrets.token_urlsafe(12)
        for old in [key for key, held in self._held.items() if _is_old(held, draft.at, limits)]:
            del self._held[old]
        self._held[name] = draft
        while len(self._held) > limits.imports:
            self._held.popitem(last=False)
        return name

    def find(self, name: str, user: int, now: datetime, limits: UploadSettings) -> ImportDraft | None:
        """That list of that person; None where there is none any more."""
        draft = self._held.get(name)
        return draft if draft is not None and draft.user == user and not _is_old(draft, now, limits) else None

    def put(self, name: str, draft: ImportDraft) -> None:
        """Keep it as it is now."""
        self._held[name] = draft

    def drop(self, name: str) -> None:
        """Forget it."""
        self._held.pop(name, None)


def _is_old(draft: ImportDraft, now: datetime, limits: UploadSettings) -> bool:
    return now > draft.find_end(limits)

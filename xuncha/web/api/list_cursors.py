"""Lists in parts: a cursor names the last row that was given, so that rows added meanwhile neither repeat nor hide any."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request

from probes.finding import Text
from storage.db.people_tables import clean_typed_text
from xuncha.settings.target import InvalidInput
from xuncha.web.web_state import get_state

T = TypeVar("T")
MOST = 400  # characters of a cursor


@dataclass(frozen=True, slots=True)
class ListPart:
    """What is asked for: at most ``limit`` rows after the one that the fields of the cursor name, () = from the start."""

    limit: int
    after: tuple[str, ...]

    def number(self) -> int:
        """The cursor's one field as a number, 0 from the start. Raises InvalidInput."""
        (said,) = self._fields(1) or ("0",)
        if not said.isdecimal() or len(said) > 9:
            raise _no_cursor()
        return int(said)

    def name(self) -> str:
        """The cursor's one field, "" from the start. Raises InvalidInput."""
        (said,) = self._fields(1) or ("",)
        return said

    def moment(self, more: int) -> tuple[datetime, tuple[str, ...]] | None:
        """The cursor's time and ``more`` further fields, None from the start. Raises InvalidInput."""
        fields = self._fields(1 + more)
        if not fields:
            return None
        return read_cursor_time(fields[0]), fields[1:]

    def _fields(self, many: int) -> tuple[str, ...]:
        if len(self.after) not in (0, many):
            raise _no_cursor()
        return self.after


async def read_list_part(
    request: Request,
    limit: Annotated[int | None, Query(ge=1, description="rows of one answer; held to the server's most")] = None,
    cursor: Annotated[str, Query(max_length=MOST, description="`next` of the answer before")] = "",
) -> ListPart:
    """The dependency of every list. Raises InvalidInput for a cursor that is none of ours."""
    settings = get_state(request).settings.api
    return ListPart(min(limit or settings.rows, settings.most_rows), _read(cursor))


def read_cursor_time(said: str) -> datetime:
    """A field of a cursor as a time. Raises InvalidInput."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError as fault:
        raise _no_cursor() from fault
    if at.tzinfo is None:
        raise _no_cursor()
    return at


def read_cursor_number(said: str) -> int:
    """A field of a cursor as a number, at most 999 999. Raises InvalidInput."""
    if not said.isdecimal() or len(said) > 6:
        raise _no_cursor()
    return int(said)


def write_cursor(*fields: object) -> str:
    """A cursor that names a row by these."""
    said = [field.isoformat() if isinstance(field, datetime) else str(field) for field in fields]
    body = json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    return base64.urlsafe_b64encode(body).decode("ascii").rstrip("=")


def cut_part(
    rows: Sequence[T], part: ListPart, name: Callable[[T], Sequence[object]]
) -> tuple[Sequence[T], str | None]:
    """The rows to give of up to ``limit`` + 1 that were found, and the cursor of the next part, None at the end."""
    if len(rows) <= part.limit:
        return rows, None
    shown = rows[: part.limit]
    return shown, write_cursor(*name(shown[-1]))


def _read(cursor: str) -> tuple[str, ...]:
    if not cursor:
        return ()
    try:
        found: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError) as fault:
        raise _no_cursor() from fault
    if not isinstance(found, list) or not found or not all(isinstance(key, str) for key in found):
        raise _no_cursor()
    return tuple(clean_typed_text(key) for key in found)


def _no_cursor() -> InvalidInput:
    said = Text("cursor 不是上一页给出的 next", "the cursor is no `next` of an answer of ours")
    return InvalidInput(said.zh, said.en)

"""The register searched, filtered, ordered and cut into pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from scoring.score import Score
from storage.db.register_tables import PlatformState
from xuncha.reports.words import clean_text
from xuncha.web.overview.city_snapshot import PlatformLine
from xuncha.web.views.city.city_figures import STAGE as SHOWN
from xuncha.web.views.city.city_figures import find_score, name_grade
from xuncha.web.views.city.city_view import describe_why

ORDERS = ("added", "name", "score", "due", "last")
SEEN = ("yes", "no", "never")
DUE = ("late", "day", "week", "none")
NO_DISTRICT = "-"


@dataclass(frozen=True, slots=True)
class PlatformQuery:
    """What is asked for; "" asks for nothing. ``q``: words all of which must be found; ``low`` and ``high`` bound the score."""

    q: str = ""
    district: str = ""
    tag: str = ""
    batch: str = ""
    state: str = ""
    seen: str = ""
    due: str = ""
    red: str = ""
    low: str = ""
    high: str = ""
    order: str = ""
    page: str = ""

    def write_query(self, **changed: str) -> str:
        """The query's part of an address, with some of it changed."""
        made = replace(self, **changed)
        return urlencode({part.name: value for part in fields(made) if (value := getattr(made, part.name))})

    @property
    def number(self) -> int:
        """The page asked for, from 1."""
        return max(1, int(self.page)) if self.page.isdecimal() and len(self.page) < 7 else 1


def read_query(given: Mapping[str, str]) -> PlatformQuery:
    """The query of an address; what is no word of it is left out."""
    return PlatformQuery(**{part.name: given.get(part.name, "").strip()[:200] for part in fields(PlatformQuery)})


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One row. ``why``: why it was not seen, None where it was; ``score`` None where none may be shown."""

    id: int
    called: str
    url: str
    district: str
    tags: tuple[str, ...]
    batch: str
    state: str
    schedule: str
    due_at: datetime | None
    late: bool
    last: datetime | None
    score: Score | None
    grade: str
    why: Mapping[str, str] | None = field(hash=False)
    suspected: tuple[str, ...]
    confirmed: tuple[str, ...]
    audit: str
    version: str


@dataclass(frozen=True, slots=True)
class PlatformPage:
    """``found`` platforms, of which these rows are shown; ``page`` of ``pages``. The lists are what may be chosen from."""

    rows: tuple[PlatformRow, ...]
    found: int
    page: int
    pages: int
    districts: tuple[str, ...]
    tags: tuple[str, ...]
    batches: tuple[str, ...]


def search_platforms(lines: Sequence[PlatformLine], query: PlatformQuery, now: datetime, size: int) -> PlatformPage:
    """One page of what the query finds."""
    wanted = query.q.casefold().split()
    found = [line for line in lines if all(word in line.words for word in wanted) and _fits(line, query, now)]
    _sort(found, query.order)
    pages = max(1, -(-len(found) // size))
    page = min(query.number, pages)
    shown = found[(page - 1) * size : page * size]
    known = [line.known.registration for line in lines]
    return PlatformPage(
        tuple(show_platform(line, now) for line in shown), len(found), page, pages,
        tuple(sorted({registration.district for registration in known} - {""})), tuple(sorted({tag for shop in known for tag in shop.tags})),
        tuple(sorted({registration.batch for registration in known} - {""})),
    )  # fmt: skip


def _fits(line: PlatformLine, query: PlatformQuery, now: datetime) -> bool:
    known = line.known.registration
    if query.district and known.district != ("" if query.district == NO_DISTRICT else query.district):
        return False
    if (query.tag and query.tag not in known.tags) or (query.batch and query.batch != known.batch):
        return False
    if query.state and line.known.state != query.state:
        return False
    if query.seen in SEEN and query.seen != _seen(line):
        return False
    if query.due in DUE and not _due(line, query.due, now):
        return False
    if query.red and line.standing is None:
        return False
    if line.standing is not None and query.red in ("suspected", "confirmed") and not getattr(line.standing, query.red):
        return False
    return _in_score(line, query)


def _seen(line: PlatformLine) -> str:
    return "yes" if line.unseen is None else "never" if line.unseen.last is None else "no"


def _due(line: PlatformLine, asked: str, now: datetime) -> bool:
    at = line.known.due_at
    if at is None or line.known.state is not PlatformState.ACTIVE:
        return asked == "none"
    return {"late": at <= now, "day": at <= now + timedelta(days=1), "week": at <= now + timedelta(days=7)}.get(
        asked, False
    )


def _in_score(line: PlatformLine, query: PlatformQuery) -> bool:
    bounds = [float(bound) if bound.replace(".", "", 1).isdecimal() else None for bound in (query.low, query.high)]
    if bounds == [None, None]:
        return True
    score = find_score(line)
    if score is None or score.value is None:
        return False
    low, high = bounds
    return (low is None or score.value >= low) and (high is None or score.value < high or high >= 100)


def _sort(found: list[PlatformLine], order: str) -> None:
    far = datetime.max.replace(tzinfo=None)
    if order == "name":
        found.sort(key=lambda line: line.called.casefold())
    elif order == "score":
        found.sort(key=lambda line: (score.value or 0.0) if (score := find_score(line)) is not None else 1000.0)
    elif order == "due":
        found.sort(key=lambda line: line.known.due_at.replace(tzinfo=None) if line.known.due_at else far)
    elif order == "last":
        found.sort(key=lambda line: line.head.at.replace(tzinfo=None) if line.head else far, reverse=True)


def show_platform(line: PlatformLine, now: datetime) -> PlatformRow:
    """The row of one platform."""
    known, standing = line.known.registration, line.standing
    why = None if line.unseen is None else describe_why(line.unseen)
    return PlatformRow(
        id=line.known.id, called=clean_text(line.called), url=clean_text(known.url), district=known.district, tags=known.tags,
        batch=known.batch, state=line.known.state.value, schedule=known.schedule, due_at=line.known.due_at,
        late=line.known.due_at is not None and line.known.due_at <= now, last=line.head.at if line.head else None,
        score=find_score(line), grade=name_grade(standing.grades[SHOWN]) if standing and standing.stood else "",
        why=None if why is None else {"zh": why.zh, "en": why.en}, suspected=standing.suspected if standing else (),
        confirmed=standing.confirmed if standing else (), audit=line.head.audit if line.head else "",
        version=line.known.changed_at.isoformat(),
    )  # fmt: skip

"""What was seen, as rows: the exact record and the columns used to query it."""

from __future__ import annotations

from crawler.record.network_record import Host
from crawler.site import Fetch, Gap, Timing, View
from storage.db.codec import encode_record
from storage.db.tables import FetchRow, GapRow, HostRow, TimingRow, ViewRow


def view_row(visit: str, view: View, position: int, blob: str) -> ViewRow:
    """A view's row: ``position``, its place in the order of capture; ``blob``, the SHA-256 by which its whole record is kept."""
    return ViewRow(
        visit_id=visit,
        id=view.id,
        position=position,
        role=view.role.value,
        state=view.state,
        device=view.device.value,
        look=view.look,
        asked=view.asked,
        url=view.url,
        status=view.status,
        at=view.at,
        title=view.title,
        width=view.width,
        height=view.height,
        screenshot=view.screenshot,
        blob=blob,
    )


def gap_row(visit: str, gap: Gap) -> GapRow:
    """The row of a page that was not seen: its record whole, and what it is searched by."""
    return GapRow(
        visit_id=visit,
        role=gap.role.value,
        state=gap.state,
        device=gap.device.value,
        look=gap.look,
        reason=gap.reason.value,
        detail=gap.detail,
        record=encode_record(gap),
    )


def fetch_row(visit: str, fetch: Fetch) -> FetchRow:
    """The row of a fetch, by HTTP alone or of what gave no view: its record whole, its id as ``name``."""
    return FetchRow(
        visit_id=visit,
        name=fetch.id,
        purpose=fetch.purpose,
        look=fetch.look,
        url=fetch.url,
        status=fetch.status,
        at=fetch.at,
        record=encode_record(fetch),
    )


def timing_row(visit: str, timing: Timing) -> TimingRow:
    """The row of one cold load that was timed: its record whole, and what it is searched by."""
    return TimingRow(
        visit_id=visit,
        role=timing.role.value,
        device=timing.device.value,
        look=timing.look,
        run=timing.run,
        ok=timing.ok,
        at=timing.at,
        record=encode_record(timing),
    )


def host_row(visit: str, host: Host) -> HostRow:
    """The row of a host that a visit's pages asked, its record whole."""
    return HostRow(visit_id=visit, host=host.host, record=encode_record(host))

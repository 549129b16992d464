"""What was seen, as rows: the exact record and the columns it is asked for by."""

from __future__ import annotations

from crawler.site import Fetch, Gap, Host, Timing, View
from storage.codec import encode
from storage.tables import FetchRow, GapRow, HostRow, TimingRow, ViewRow


def view_row(visit: str, view: View, position: int, blob: str) -> ViewRow:
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
    return GapRow(
        visit_id=visit,
        role=gap.role.value,
        state=gap.state,
        device=gap.device.value,
        look=gap.look,
        reason=gap.reason.value,
        detail=gap.detail,
        record=encode(gap),
    )


def fetch_row(visit: str, fetch: Fetch) -> FetchRow:
    return FetchRow(
        visit_id=visit,
        name=fetch.id,
        purpose=fetch.purpose,
        look=fetch.look,
        url=fetch.url,
        status=fetch.status,
        at=fetch.at,
        record=encode(fetch),
    )


def timing_row(visit: str, timing: Timing) -> TimingRow:
    return TimingRow(
        visit_id=visit,
        role=timing.role.value,
        device=timing.device.value,
        look=timing.look,
        run=timing.run,
        ok=timing.ok,
        at=timing.at,
        record=encode(timing),
    )


def host_row(visit: str, host: Host) -> HostRow:
    return HostRow(visit_id=visit, host=host.host, record=encode(host))

"""Read a PDF or Word file that a lead leads to as a view of the lead's role."""

from __future__ import annotations

from crawler.dom import document_text
from crawler.links.role_links import Lead
from crawler.record.thoroughness import Thoroughness
from crawler.site import View
from crawler.visit.crawl_state import CrawlState
from crawler.visit.failed_exchanges import of_fetch
from crawler.visit.page_session import PageSession
from crawler.vocabulary import LANDED


async def read_linked_file(trip: CrawlState, visitor: PageSession, lead: Lead) -> View | None:
    """A PDF or Word file, read as text through the HTTP client; None if it is not readable."""
    await trip.pace.turn(lead.url)
    fetched = await trip.fetcher.get(lead.url)
    kind = document_text.document_kind(fetched.header("content-type") or "", fetched.url)
    if fetched.error is not None or fetched.status is None or not 200 <= fetched.status < 300 or kind is None:
        return None
    text = await document_text.read_document(fetched.body, kind)
    if text is None:
        return None
    sha = await trip.keep.blob(fetched.body, document_text.media_type(kind))
    fetch = await trip.add_fetch("document", fetched, text="")
    record = await of_fetch(fetched, sha, trip.keep)
    view = View(
        id=trip.number("view"), role=lead.role, state=LANDED, device=visitor.device, look=visitor.look,
        asked=lead.url, url=fetched.url, status=fetched.status, at=fetch.at, title=(lead.path or ("",))[-1], text=text,
        html="", elements=(), width=0, height=0, viewport_height=0, screenshot="", found_by=lead.found_by,
        clicks=lead.clicks, path=lead.path, exchanges_record=record,
        thoroughness=Thoroughness(True, True, True, True, 0, len("".join(text.split())), 1.0, (f"{kind} file {sha}",)),
    )  # fmt: skip
    return await trip.add_view(view)

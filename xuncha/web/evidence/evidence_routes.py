"""What the host of evidence gives: pictures encoded anew, texts as plain text, files to be kept, pages and reports in a sandbox."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response

from crawler.dom.screenshot import PictureFailed
from storage.visits.seen_rows import load_one_view
from xuncha.audit.report_files import make_blob_reader
from xuncha.reports.page import build_content_policy, load_page_script
from xuncha.web.evidence.picture_cache import PictureCache
from xuncha.web.evidence.replayed_page import rebuild_page
from xuncha.web.evidence.signed_address import open_address, sign_address
from xuncha.web.evidence.stored_report import ReportCache
from xuncha.web.web_state import WebState, get_state

router = APIRouter()
# Every media type that leaves this host; what a shop said of its files is never repeated.
PICTURE, PLAIN, PAGE, FILE = (
    "image/jpeg",
    "text/plain; charset=utf-8",
    "text/html; charset=utf-8",
    "application/octet-stream",
)
SHOWN = {"Cross-Origin-Resource-Policy": "cross-origin"}  # pictures, which pages of another origin show
KEPT = {"Cache-Control": "private, max-age=240"}


@router.get("/picture/{given}")
async def show_picture(request: Request, given: str) -> Response:
    """A picture as a JPEG of our own making."""
    state = get_state(request)
    (sha,) = _open(state, "picture", given, 1)
    pictures: PictureCache = request.app.state.pictures
    try:
        data = await pictures.fetch_picture(sha, state.store.blobs.read)
    except PictureFailed as fault:
        raise HTTPException(415) from fault
    return Response(data, media_type=PICTURE, headers={**SHOWN, **KEPT})


@router.get("/text/{given}")
async def show_text(request: Request, given: str) -> Response:
    """The words (``text``) or the document (``html``) of a view, as plain text whatever they say."""
    state = get_state(request)
    visit, id, part = _open(state, "text", given, 3)
    view = await load_one_view(state.store, visit, id)
    return _plain(view.html if part == "html" else view.text)


@router.get("/body/{given}")
async def give_body(request: Request, given: str) -> Response:
    """The body of an exchange or fetch: as plain text where it is text, else as a file to be kept; never by the type it claims."""
    state = get_state(request)
    (sha,) = _open(state, "body", given, 1)
    data = await state.store.blobs.get(sha)
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _file(data, f"{sha[:16]}.bin")


@router.get("/replay/{given}")
async def replay_page(request: Request, given: str) -> Response:
    """A captured page, put together again; it runs nothing, and its policy lets it load our own pictures alone."""
    state = get_state(request)
    visit, id = _open(state, "replay", given, 2)
    view = await load_one_view(state.store, visit, id)
    read = make_blob_reader(state.store.blobs.read)
    page = await asyncio.to_thread(rebuild_page, view, read, lambda sha: sign_address(state, "picture", sha))
    policy = (
        f"sandbox; default-src 'none'; img-src {state.evidence_origin} data:; style-src 'unsafe-inline'; "
        f"base-uri 'none'; form-action 'none'; frame-ancestors {state.app_origin}"
    )
    headers = {"Content-Security-Policy": policy, "X-DNS-Prefetch-Control": "off", "Referrer-Policy": "no-referrer"}
    return Response(page.document.encode("utf-8", "replace"), media_type=PAGE, headers=headers)


@router.get("/report/{given}")
async def show_report(request: Request, given: str) -> Response:
    """The whole report: our own page, whose one script runs without an origin."""
    state = get_state(request)
    audit, lang = _open(state, "report", given, 2)
    reports: ReportCache = request.app.state.reports
    data = await reports.fetch_report(state, audit, lang)
    policy = f"sandbox allow-scripts allow-modals allow-popups; {build_content_policy(load_page_script())}"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors {state.app_origin}"}
    return Response(data, media_type=PAGE, headers=headers)


def _open(state: WebState, kind: str, given: str, parts: int) -> tuple[str, ...]:
    """What the address names. Raises 404 where it is none of ours, or too old."""
    named = open_address(state, kind, given)
    if named is None or len(named) != parts:
        raise HTTPException(404)
    return named


def _plain(text: str) -> Response:
    return Response(text.encode("utf-8", "replace"), media_type=PLAIN, headers=KEPT)


def _file(data: bytes, name: str) -> Response:
    said = f'attachment; filename="{quote(name, safe=".")}"'
    return Response(data, media_type=FILE, headers={"Content-Disposition": said, **KEPT})

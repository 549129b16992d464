"""The report of a pack: report.html, and report.pdf that a browser without any network prints from it."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import io
import logging
from collections.abc import AsyncIterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, async_playwright
from playwright.async_api import Error as PlaywrightError
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, ByteStringObject, DictionaryObject, NameObject

from crawler import chromium
from crawler.gate import Gate
from probes.finding import Text
from xuncha.pack import legible
from xuncha.pack.extras import NotPrinted as NotPrinted
from xuncha.pack.parts import Facts, Part
from xuncha.pack.said import table
from xuncha.reports import page, words

HTML, PDF = "report.html", "report.pdf"


async def parts(facts: Facts, browser: Path | None) -> AsyncIterator[Part]:
    """Both reports, of what ``facts`` holds alone. ``browser`` is the Chromium to print with, None = whichever is found.

    Raises NotPrinted.
    """
    packed = page.Packed(facts.sealed, facts.made_at)
    html = await asyncio.to_thread(page.render, facts.record, facts.blob, packed)
    yield Part(HTML, html.encode("utf-8"))
    printed = await _printed(html, words.cleaned(facts.record), browser)
    titled = await asyncio.to_thread(_titled, printed, facts)
    gc.collect()  # pypdf's objects hold each other: a hundred megabytes that would lie about until the collector happens to come
    yield Part(PDF, titled)


async def _printed(html: str, record: Mapping[str, Any], browser: Path | None) -> bytes:
    said = table()["paper"]
    try:
        executable = chromium.find(browser)
        # Nothing is asked for; whatever asked would find neither a name nor an address that the gate lets pass.
        async with Gate(resolve=_nowhere) as gate, async_playwright() as playwright:
            started = await chromium.launch(playwright, executable, gate)
            try:
                return await asyncio.wait_for(_print(started, html, record), float(said["seconds"]))
            finally:
                await started.close()
    except chromium.NoBrowser as fault:
        raise NotPrinted(_why("no_browser", str(fault))) from fault
    except (PlaywrightError, TimeoutError) as fault:
        line = next((each.strip() for each in str(fault).splitlines() if each.strip()), type(fault).__name__)
        raise NotPrinted(_why("not_started", line)) from fault


async def _print(browser: Browser, html: str, record: Mapping[str, Any]) -> bytes:
    said = table()["paper"]
    context = await browser.new_context(
        **chromium.CONTEXT_DEFAULTS, offline=True, java_script_enabled=False, color_scheme="light"
    )
    tab = await context.new_page()
    tab.set_default_timeout(1000.0 * said["seconds"])
    await tab.set_content(html, wait_until="load")
    # On paper nobody can open anything. This is ours, so that it runs where the page's own script does not.
    await tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    return await tab.pdf(
        format=said["format"],
        margin=said["margin"],
        print_background=True,
        display_header_footer=True,
        header_template=_line(said["head"], _name(record), words.find("head.title")["zh"]),
        footer_template=_line(said["foot"], str(record["audit"]["id"]), ""),
        outline=True,
        tagged=True,
    )


def _line(template: str, left: str, right: str) -> str:
    """The line at the head or foot of each page; what is put in is hostile."""
    return template.format(left=escape(left), right=escape(right))


def _name(record: Mapping[str, Any]) -> str:
    name, most = str(record["target"]["name"] or record["target"]["url"]), int(table()["paper"]["name_chars"])
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _titled(printed: bytes, facts: Facts) -> bytes:
    """The same pages under a title, with the time of the pack and an identifier that follows from the content."""
    said = table()["paper"]
    record = words.cleaned(facts.record)
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns that a copy has more objects, which is meant
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed)))
    legible.mend(writer)
    at = f"D:{facts.made_at:%Y%m%d%H%M%S}+00'00'"
    writer.metadata = {
        "/Title": said["title"].format(name=_name(record)),
        "/Subject": said["subject"].format(audit=record["audit"]["id"]),
        "/Creator": said["producer"].format(version=record["engine"]["xuncha"]),
        "/Producer": said["producer"].format(version=record["engine"]["xuncha"]),
        "/CreationDate": at,
        "/ModDate": at,
    }
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    writer.root_object[NameObject("/PageMode")] = NameObject("/UseOutlines")
    seed = f"{facts.audit.id} {facts.made_at.isoformat()} {facts.sealed}".encode()
    mark = ByteStringObject(hashlib.sha256(seed).digest()[:16])
    writer._ID = ArrayObject([mark, mark])
    writer.pdf_header = "%PDF-1.7"  # whose tags the pages have
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def _nowhere(host: str, port: int) -> list[str]:
    raise OSError(f"no names are looked up while printing: {host}")


def _why(key: str, said: str) -> Text:
    text = table()["paper"][key]
    line = " ".join(said.split())
    return Text(text["zh"].format(said=line), text["en"].format(said=line))

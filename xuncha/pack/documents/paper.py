"""The report of a pack: report.html, and report.pdf, which a browser without any network prints from it."""

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

from crawler.browser import launch
from crawler.network.proxy import Gate
from probes.finding import Text
from xuncha.pack.documents import legible
from xuncha.pack.documents.pack_words import load_pack_words
from xuncha.pack.not_printed import NotPrinted as NotPrinted
from xuncha.pack.parts import DocumentFacts, PackPart
from xuncha.reports import page, words

HTML, PDF = "report.html", "report.pdf"


async def make_reports(facts: DocumentFacts, browser: Path | None) -> AsyncIterator[PackPart]:
    """Both reports, from ``facts`` alone. ``browser``: the Chromium that prints, None = whichever is found.

    Raises NotPrinted.
    """
    html = await asyncio.to_thread(make_html_report, facts)
    yield html
    yield await print_pdf_report(facts, html, browser)


def make_html_report(facts: DocumentFacts) -> PackPart:
    """report.html."""
    packed = page.PackNote(facts.sealed, facts.made_at)
    return PackPart(HTML, page.render_report(facts.record, facts.blob, packed).encode("utf-8"))


async def print_pdf_report(facts: DocumentFacts, html: PackPart, browser: Path | None) -> PackPart:
    """The report.pdf printed from report.html. Raises NotPrinted."""
    printed = await _printed(html.data.decode("utf-8"), words.clean_data(facts.record), browser)
    titled = await asyncio.to_thread(_titled, printed, facts)
    gc.collect()  # pypdf's objects refer to each other: a hundred megabytes would wait for the garbage collector
    return PackPart(PDF, titled)


async def _printed(html: str, record: Mapping[str, Any], browser: Path | None) -> bytes:
    said = load_pack_words()["paper"]
    try:
        executable = launch.find_chromium(browser)
        # The page requests nothing; if it did, it would find no name server and no address the egress proxy allows.
        async with Gate(resolve=_nowhere) as gate, async_playwright() as playwright:
            started = await launch.launch_chromium(playwright, executable, gate)
            try:
                return await asyncio.wait_for(_print(started, html, record), float(said["seconds"]))
            finally:
                await started.close()
    except launch.NoBrowser as fault:
        raise NotPrinted(_why("no_browser", str(fault))) from fault
    except (PlaywrightError, TimeoutError) as fault:
        line = next((line.strip() for line in str(fault).splitlines() if line.strip()), type(fault).__name__)
        raise NotPrinted(_why("not_started", line)) from fault


async def _print(browser: Browser, html: str, record: Mapping[str, Any]) -> bytes:
    said = load_pack_words()["paper"]
    context = await browser.new_context(
        **launch.CONTEXT_DEFAULTS, offline=True, java_script_enabled=False, color_scheme="light"
    )
    tab = await context.new_page()
    tab.set_default_timeout(1000.0 * said["seconds"])
    await tab.set_content(html, wait_until="load")
    # On paper nothing can be expanded. This script is ours, so it runs where the page's own script does not.
    await tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    return await tab.pdf(
        format=said["format"],
        margin=said["margin"],
        print_background=True,
        display_header_footer=True,
        header_template=_line(said["head"], shorten_shop_name(record), words.find_words("head.title")["zh"]),
        footer_template=_line(said["foot"], str(record["audit"]["id"]), ""),
        outline=True,
        tagged=True,
    )


def _line(template: str, left: str, right: str) -> str:
    """The header or footer line of each page; inserted text is hostile."""
    return template.format(left=escape(left), right=escape(right))


def shorten_shop_name(record: Mapping[str, Any]) -> str:
    """The shop's name, else its address, cut to the length that pack.toml allows."""
    name, most = str(record["target"]["name"] or record["target"]["url"]), int(load_pack_words()["paper"]["name_chars"])
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _titled(printed: bytes, facts: DocumentFacts) -> bytes:
    """The same pages with a title, the time of the pack, and an identifier derived from the content."""
    said = load_pack_words()["paper"]
    record = words.clean_data(facts.record)
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns that the copy has more objects, which is intended
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed)))
    legible.mend_fonts(writer)
    at = f"D:{facts.made_at:%Y%m%d%H%M%S}+00'00'"
    writer.metadata = {
        "/Title": said["title"].format(name=shorten_shop_name(record)),
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
    seed = f"{facts.record['audit']['id']} {facts.made_at.isoformat()} {facts.sealed}".encode()
    mark = ByteStringObject(hashlib.sha256(seed).digest()[:16])
    writer._ID = ArrayObject([mark, mark])
    writer.pdf_header = "%PDF-1.7"  # whose tags the pages have
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def _nowhere(host: str, port: int) -> list[str]:
    raise OSError(f"no names are looked up while printing: {host}")


def _why(key: str, said: str) -> Text:
    text = load_pack_words()["paper"][key]
    line = " ".join(said.split())
    return Text(text["zh"].format(said=line), text["en"].format(said=line))

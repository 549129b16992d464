"""A captured page put together again from its stored document, styles and pictures: inert, and without anything that calls out.

Scripts, frames, forms, fonts and links are taken out; the sandbox and policy of the answer would stop them anyway.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

from crawler.site import View

HTML_CHARS = 6_000_000  # of a document that is put together
STYLE_BYTES = 8_000_000  # of all its styles together
SVG_BYTES = 2_000_000  # of all its drawings together: they stand in the document itself
PICTURES = 800
# What goes with all that is in it, and what has nothing in it: what the parser put there comes after it.
_DROPPED = frozenset(
    {
        "script", "noscript", "iframe", "frameset", "object", "applet", "template", "portal", "fencedframe", "audio", "video",
    }
)  # fmt: skip
_EMPTY = frozenset({"frame", "embed", "base", "meta", "source", "track", "param"})
_GONE = frozenset(
    {
        "srcset", "sizes", "ping", "formaction", "action", "target", "autofocus", "srcdoc", "background", "poster",
        "data", "integrity", "crossorigin", "manifest", "loading", "http-equiv", "nonce", "cite", "longdesc",
    }
)  # fmt: skip
_URL = re.compile(r"""url\(\s*(?:"([^"\n]{0,4000})"|'([^'\n]{0,4000})'|([^"'()\s]{0,4000}))\s*\)""", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;{}]{0,4000};?", re.IGNORECASE)
_TAG = re.compile("<(?=[A-Za-z/!?])")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that no tree may hold (XML 1.0, 2.2)
_SVG = "image/svg+xml"
_NOTHING = "data:,"
_OUT, _ALONE = "xuncha-out", "xuncha-alone"


@dataclass(slots=True)
class ReplayedPage:
    """``document``: the HTML to serve; what it holds and lacks, as numbers of styles, pictures and frames."""

    document: str = ""
    styles: int = 0
    pictures: int = 0
    styles_lacking: int = 0
    pictures_lacking: int = 0
    frames: int = 0
    cut: bool = False
    _known: dict[str, str] = field(default_factory=dict)


def rebuild_page(view: View, read: Callable[[str], bytes | None], address: Callable[[str], str]) -> ReplayedPage:
    """Put a view's page together; blocks. ``read`` gives a stored body or None, ``address`` that of a picture by its SHA-256."""
    return _Rebuilding(view, read, address).whole()


class _Rebuilding:
    def __init__(self, view: View, read: Callable[[str], bytes | None], address: Callable[[str], str]) -> None:
        self._view, self._read, self._address = view, read, address
        self._bodies = {
            urldefrag(exchange.url).url: (exchange.body, exchange.media.partition(";")[0].strip().lower())
            for exchange in view.exchanges
            if exchange.body and (exchange.status or 0) < 400
        }
        self._made = ReplayedPage()
        self._base = view.url
        self._styled = self._drawn = 0

    def whole(self) -> ReplayedPage:
        text = _UNFIT.sub("", self._view.html)
        self._made.cut = len(text) > HTML_CHARS
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        data = text[:HTML_CHARS].encode("utf-8", "replace")
        tree = html.document_fromstring(data, parser=parser) if data.strip() else html.Element("html")
        for element in list(tree.iter(etree.Element)):
            self._clean(element)
        etree.strip_elements(tree, _OUT, with_tail=False)
        etree.strip_tags(tree, _ALONE)
        marked = tree.find("head")
        if marked is not None:
            marked.insert(0, html.Element("meta", {"charset": "utf-8"}))
        self._made.document = "<!doctype html>\n" + html.tostring(tree, encoding="unicode")
        return self._made

    def _clean(self, element: html.HtmlElement) -> None:
        tag = str(element.tag).lower()
        if tag == "base" and element.get("href"):
            self._base = _resolve(self._view.url, element.get("href", "")) or self._base
        if tag in ("iframe", "frame"):
            self._made.frames += 1
        if tag == "link":
            self._style(element)
            return
        if tag in _DROPPED or tag in _EMPTY:
            _drop(element, _OUT if tag in _DROPPED else _ALONE)
            return
        if tag == "style":
            element.text = _sealed(self._css(element.text or "", self._base))
        source = element.get("src")
        for name in list(element.attrib):
            plain = str(name).rpartition("}")[2].rpartition(":")[2].lower()
            value = element.get(name) or ""
            if (
                plain.startswith("on")
                or plain in _GONE
                or plain == "src"
                or (plain == "href" and not value.startswith("#"))
            ):
                del element.attrib[name]
            elif plain == "style":
                element.set(name, self._css(value, self._base))
        if source and tag in ("img", "input"):
            element.set("src", self._picture(source, self._base))

    def _style(self, element: html.HtmlElement) -> None:
        """A linked style sheet becomes one in the document; any other link goes."""
        wanted = "stylesheet" in (element.get("rel") or "").lower().split()
        where = _resolve(self._base, element.get("href") or "") if wanted else ""
        media = element.get("media")
        data = self._body(where, STYLE_BYTES - self._styled) if wanted else None
        if data is None:
            self._made.styles_lacking += wanted
            _drop(element, _ALONE)
            return
        self._styled += len(data)
        self._made.styles += 1
        element.tag = "style"
        element.attrib.clear()
        if media:
            element.set("media", _UNFIT.sub("", media))
        element.text = _sealed(self._css(data.decode("utf-8", "replace"), where))

    def _css(self, text: str, base: str) -> str:
        """A style without imports, its pictures replaced by those that are kept."""
        text = _UNFIT.sub("", text)
        if "(" not in text and "@" not in text:
            return text

        def put(found: re.Match[str]) -> str:
            said = found[1] or found[2] or found[3] or ""
            return found[0] if said.startswith("#") else f'url("{self._picture(said, base)}")'

        return _URL.sub(put, _IMPORT.sub("", text))

    def _picture(self, said: str, base: str) -> str:
        """Where the browser finds that picture: with us, in the document itself, or nowhere."""
        said = said.strip()
        if said[:5].lower() == "data:":
            return said if said[:11].lower() == "data:image/" else _NOTHING
        where = _resolve(base, said)
        if where not in self._made._known:
            self._made._known[where] = self._kept(where)
        return self._made._known[where]

    def _kept(self, where: str) -> str:
        sha, media = self._bodies.get(where, (None, ""))
        if sha is not None and media == _SVG:
            data = self._body(where, SVG_BYTES - self._drawn)
            if data is not None:
                self._drawn += len(data)
                self._made.pictures += 1
                return f"data:{_SVG};base64,{base64.b64encode(data).decode('ascii')}"
        elif sha is not None and media.startswith("image/") and self._made.pictures < PICTURES:
            self._made.pictures += 1
            return self._address(sha)
        self._made.pictures_lacking += 1
        return _NOTHING

    def _body(self, where: str, most: int) -> bytes | None:
        sha, _ = self._bodies.get(where, (None, ""))
        data = self._read(sha) if sha else None
        return data if data is not None and len(data) <= most else None


def _resolve(base: str, said: str) -> str:
    """The address without its fragment; "" for what is none."""
    try:
        return urldefrag(urljoin(base, said.strip())).url
    except ValueError:
        return ""


def _drop(element: html.HtmlElement, how: str = _OUT) -> None:
    """Mark an element to be taken out in the end, all at once: one by one would copy what stands between them ever again."""
    element.tag = how


def _sealed(style: str) -> str:
    """A style that cannot end the element it stands in."""
    return _TAG.sub(r"\\3c ", style)

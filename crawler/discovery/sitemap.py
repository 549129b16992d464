"""Read site maps: addresses that the shop itself lists, the last resort before a page is said to be missing."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from lxml import etree

GZIP = b"\x1f\x8b"


def read_addresses(data: bytes, max_bytes: int, max_addresses: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pages and the further site maps in an XML site map (sitemaps.org protocol), gzipped or not.

    If it is broken, too large or no site map, returns what was read until then. Entities are not resolved, nothing is
    fetched.
    """
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    for kind, address in _locations(_unpacked(data, max_bytes)):
        if len(found[kind]) < max_addresses:
            found[kind].append(address)
    return tuple(found["url"]), tuple(found["sitemap"])


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    if not data.startswith(GZIP):
        return data[:max_bytes]
    try:
        return zlib.decompressobj(31).decompress(data, max_bytes)
    except zlib.error:
        return b""


def _locations(data: bytes) -> Iterator[tuple[str, str]]:
    steps = etree.iterparse(
        io.BytesIO(data),
        events=("end",),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
    )
    try:
        for _, node in steps:
            name = _name(node)
            parent = node.getparent()
            if name == "loc" and parent is not None and _name(parent) in ("url", "sitemap") and node.text:
                yield _name(parent), node.text.strip()
            elif name in ("url", "sitemap"):
                node.clear()
    except etree.XMLSyntaxError:
        return  # keep what was read until then


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""

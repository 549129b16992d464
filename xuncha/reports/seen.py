"""The seen half of the record: views, gaps, fetches, timings and hosts as plain data, without texts and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from crawler.record.network_record import Host
from crawler.site import Fetch, Gap, Timing, View
from probes.pages.absence import absence

TITLE_CHARS = 300


def serialize_view(seen: View) -> dict[str, Any]:
    """One captured page.

    ``lacks`` names what the capture was missing: absence rests only on views that lack nothing.
    """
    return {
        "id": seen.id,
        "role": str(seen.role),
        "state": seen.state,
        "device": str(seen.device),
        "look": seen.look,
        "asked": seen.asked,
        "url": seen.url,
        "status": seen.status,
        "at": seen.at.astimezone(UTC).isoformat(),
        "title": seen.title[:TITLE_CHARS],
        "width": seen.width,
        "height": seen.height,
        "viewport_height": seen.viewport_height,
        "screenshot": seen.screenshot,
        "screenshot_scale": seen.screenshot_scale,
        "found_by": str(seen.found_by),
        "by": seen.by or None,
        "clicks": seen.clicks,
        "path": list(seen.path),
        "closed_layers": list(seen.closed_layers),
        "chars": seen.thoroughness.chars,
        "lacks": list(absence.missing_of_view(seen)),
    }


def serialize_gap(missed: Gap) -> dict[str, Any]:
    """One view that is missing, and why."""
    zh, en = absence.gap_words(missed)
    return {
        "role": str(missed.role),
        "state": missed.state,
        "device": str(missed.device),
        "look": missed.look,
        "reason": str(missed.reason),
        "detail": missed.detail,
        "url": missed.url,
        "screenshot": missed.screenshot,
        "because": {"zh": zh, "en": en},
        "at": missed.at.astimezone(UTC).isoformat() if missed.at else None,
    }


def serialize_fetch(look: Fetch) -> dict[str, Any]:
    """One HTTP fetch, without its body."""
    return {
        "id": look.id,
        "purpose": look.purpose,
        "look": look.look,
        "asked": look.asked,
        "url": look.url,
        "status": look.status,
        "at": look.at.astimezone(UTC).isoformat(),
        "seconds": look.seconds,
        "media": look.media,
        "body": look.body,
        "error": look.error,
    }


def serialize_timing(load: Timing) -> dict[str, Any]:
    """One cold load; times in ms, None where the browser gave none."""
    return {
        "role": str(load.role),
        "device": str(load.device),
        "look": load.look,
        "run": load.run,
        "at": load.at.astimezone(UTC).isoformat(),
        "url": load.url,
        "ok": load.ok,
        "ttfb_ms": load.ttfb_ms,
        "fcp_ms": load.fcp_ms,
        "lcp_ms": load.lcp_ms,
        "cls": load.cls,
        "tbt_ms": load.tbt_ms,
        "load_ms": load.load_ms,
        "connect_ms": load.connect_ms,
        "control_ms": load.control_ms,
        "error": load.error,
    }


def serialize_host(met: Host) -> dict[str, Any]:
    """One host: its addresses, and the certificates it showed."""
    return {"host": met.host, "addresses": list(met.addresses), "tls": _plain(met.tls)}


def _plain(value: Any) -> Any:
    """Tuples as lists and times as text, whatever a certificate's table contains."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)

"""The seen half of the record: views, gaps, fetches, timings and hosts as plain data, without texts and bodies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from crawler.site import Fetch, Gap, Host, Timing, View
from probes.reading import absence

TITLE_CHARS = 300


def view(seen: View) -> dict[str, Any]:
    """One page as it was met. ``lacks`` names what was missing from the look: absence rests on views that lack nothing."""
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
        "lacks": list(absence.lacks(seen)),
    }


def gap(missed: Gap) -> dict[str, Any]:
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


def fetch(look: Fetch) -> dict[str, Any]:
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


def timing(load: Timing) -> dict[str, Any]:
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


def host(met: Host) -> dict[str, Any]:
    return {"host": met.host, "addresses": list(met.addresses), "tls": _plain(met.tls)}


def _plain(value: Any) -> Any:
    """Tuples as lists and times as text, whatever a certificate's table holds."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)

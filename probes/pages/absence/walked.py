"""The way that was pressed to reach a page, as a sentence shows it."""

from __future__ import annotations

from crawler.site import View
from probes.finding import Text


def describe_way(view: View) -> Text:
    """The words pressed one after another, each in quotes; the page's address where nothing was pressed."""
    if not view.path:
        return Text(view.url, view.url)
    return Text(" → ".join(f"「{step}」" for step in view.path), " → ".join(f"“{step}”" for step in view.path))

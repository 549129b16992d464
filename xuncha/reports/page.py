"""report.html: one self-contained page made from a record and its screenshots; nothing on it loads, and no page text runs."""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xuncha.reports import arrange, charts, screens, words
from xuncha.reports.crops import Album
from xuncha.reports.figures import Figures, numbered, ranges

BEIJING = timezone(timedelta(hours=8))
STAGES = ("prov", "auto", "final")
Blob = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class Packed:
    """What the page says of the evidence pack it is made for: whether that holds originals, and when it was made."""

    sealed: bool
    at: datetime


def render(record: Mapping[str, Any], blob: Blob, packed: Packed | None = None) -> str:
    """The whole page. ``blob`` gives the bytes of a screenshot by its SHA-256, or None where it was not kept.

    The same record and pictures give the same page. Every string of the record is taken for hostile.
    """
    safe: dict[str, Any] = words.cleaned(record)
    given = settings()
    views = {view["id"]: view for view in safe["views"]}
    figures = numbered(safe, given)
    album = Album(given["pictures"], views, blob, figures)
    groups = arrange.groups(safe, given, album, figures)
    first, pairs = screens.gallery(safe, given["gallery"], album)
    script = _asset("page.js")
    return environment().get_template("report.html.j2").render(
        record=safe,
        groups=groups,
        tally=arrange.tally(safe),
        limits=arrange.merged(safe["thresholds"]),
        gaps=(gaps := arrange.gaps(safe)),
        unseen=sum(len(rows) for _, rows in gaps),
        first=first,
        pairs=pairs,
        plots=charts.plots(given["plot"], safe["timings"], safe["thresholds"]),
        control=charts.baseline(safe["timings"], "control_ms"),
        connect=charts.baseline(safe["timings"], "connect_ms"),
        style=Markup(_asset("page.css")),
        script=Markup(script),
        policy=policy(script),
        packed=packed,
    )  # fmt: skip


def figures_of(record: Mapping[str, Any]) -> Figures:
    """The numbers of figures as the page of that record shows them."""
    return numbered(words.cleaned(record), settings())


def policy(script: str) -> str:
    """The content security policy: nothing is loaded, and no script but this one runs."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


@cache
def settings() -> dict[str, Any]:
    """page.toml."""
    return tomllib.loads(files("xuncha.reports").joinpath("page.toml").read_text("utf-8"))


@cache
def _asset(name: str) -> str:
    return files("xuncha.reports").joinpath("assets", name).read_text("utf-8")


@cache
def environment() -> Environment:
    made = Environment(
        loader=PackageLoader("xuncha.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": words.say,
        "both": words.both,
        "named": words.named,
        "anchor": words.anchor,
        "arc": charts.arc,
        "point": charts.point,
        "stages": STAGES,
        "lacks": frozenset(words.table()["lacks"]),
    }
    made.filters |= {
        "n": words.number,
        "percent": words.percent,
        "plain": words.plain,
        "short": words.short,
        "beijing": beijing,
        "ranges": ranges,
    }
    return made


def beijing(moment: str) -> str:
    """A moment of the record as the clock in Beijing shows it."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:  # a record by other hands: show what stands there
        return moment
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")

"""report.html: a self-contained page made from a record and its screenshots; it loads nothing and runs no page text."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crawler.settings_file import WordTable
from probes.finding import Text
from xuncha.reports import arrange, limit_words, words
from xuncha.reports.missed import describe_failure
from xuncha.reports.pictures import charts, gallery
from xuncha.reports.pictures.crops import Album
from xuncha.reports.pictures.figures import FigureNumbers, format_ranges, number_figures
from xuncha.settings.zone import format_clock, format_with_zone, zone_name

STAGES = ("prov", "auto", "final")
Blob = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class PackNote:
    """What the page says about the evidence pack it is made for: whether it holds originals, and when it was made."""

    sealed: bool
    at: datetime


def render_report(record: Mapping[str, Any], blob: Blob, packed: PackNote | None = None, lang: str = "zh") -> str:
    """The whole page in both languages, opening in ``lang`` (zh or en).

    ``blob`` gives the bytes of a screenshot by its SHA-256, or None where it was not kept. The same record and pictures
    give the same page. Every string of the record is treated as hostile.
    """
    safe: dict[str, Any] = words.clean_data(record)
    given = load_page_settings()
    views = {view["id"]: view for view in safe["views"]}
    figures = number_figures(safe, given)
    album = Album(given["pictures"], views, blob, figures)
    groups = arrange.build_item_groups(safe, given, album, figures)
    first, pairs = gallery.build_gallery(safe, given["gallery"], album)
    script = load_page_script()
    return make_template_environment().get_template("report.html.j2").render(
        record=safe,
        groups=groups,
        tally=arrange.count_verdicts(safe),
        limits=arrange.merge_thresholds(safe["thresholds"]),
        gaps=(gaps := arrange.group_gaps(safe)),
        unseen=sum(len(rows) for _, rows in gaps),
        first=first,
        pairs=pairs,
        plots=charts.build_plots(given["plot"], safe["timings"], safe["thresholds"]),
        control=charts.compute_baseline(safe["timings"], "control_ms"),
        connect=charts.compute_baseline(safe["timings"], "connect_ms"),
        style=Markup(_asset("page.css")),
        script=Markup(script),
        policy=build_content_policy(script),
        packed=packed,
        lang=lang,
    )  # fmt: skip


def number_page_figures(record: Mapping[str, Any]) -> FigureNumbers:
    """The figure numbers that the page of that record shows."""
    return number_figures(words.clean_data(record), load_page_settings())


def build_content_policy(script: str) -> str:
    """The content security policy: nothing is loaded, and no script but this one runs."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def load_page_settings() -> dict[str, Any]:
    """page.toml."""
    return WordTable("xuncha.reports", "page.toml").load()


def load_page_script() -> str:
    """The page's one script, which its policy names by hash."""
    return _asset("page.js")


@cache
def _asset(name: str) -> str:
    return files("xuncha.reports").joinpath("assets", name).read_text("utf-8")


@cache
def make_template_environment() -> Environment:
    """The environment of the page's templates, with escaping on and undefined names an error."""
    made = Environment(
        loader=PackageLoader("xuncha.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": words.render_words,
        "zone": lambda: text_as_dict(zone_name()),
        "both": words.render_both,
        "named": words.render_member,
        "unit": limit_words.name_unit,
        "source": limit_words.name_source,
        "anchor": words.render_link,
        "arc": charts.draw_arc,
        "point": charts.locate_on_arc,
        "stages": STAGES,
        "lacks": frozenset(words.load_report_words()["lacks"]),
    }
    made.filters |= {
        "n": words.format_number,
        "percent": words.format_percent,
        "plain": words.format_value,
        "short": words.shorten_url,
        "failure": lambda error: text_as_dict(describe_failure(error)),
        "clock": format_clock,
        "stamped": format_record_moment,
        "ranges": format_ranges,
    }
    return made


def format_record_moment(at: str) -> dict[str, str]:
    """A time of the record with the name of its time zone, in both languages."""
    return text_as_dict(format_with_zone(at))


def text_as_dict(text: Text) -> dict[str, str]:
    """A text as {"zh": …, "en": …}."""
    return {"zh": text.zh, "en": text.en}

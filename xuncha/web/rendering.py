"""Pages made from templates, in one language a page. Whatever stands in a record is escaped; nothing is marked as safe here."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xuncha.reports import words
from xuncha.settings.zone import format_clock, format_with_zone
from xuncha.web.entrance import choose_language
from xuncha.web.security.access import Right, Visitor
from xuncha.web.web_state import WebState, get_state


@cache
def load_web_words() -> Mapping[str, Any]:
    """The pages' own words: every *.toml of xuncha/web/words, by its name."""
    folder = files("xuncha.web").joinpath("words")
    return {
        path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    }


def say_words(lang: str, key: str, **values: object) -> str:
    """The words of a dotted key (FILE.part.name) in that language with values put in. Raises KeyError for a missing one."""
    text = _find_words(key)[lang]
    return text.format(**values) if values else text


@cache
def _find_words(key: str) -> Mapping[str, str]:
    found: Any = load_web_words()
    for part in key.split("."):
        found = found[part]
    said: Mapping[str, str] = found
    return said


def pick_language(lang: str, text: Mapping[str, str] | None) -> str:
    """A text of both languages in one of them; "" for none."""
    return "" if text is None else text[lang]


def find_report_word(lang: str, group: str, key: str) -> str:
    """The report's word for a member of a group (verdicts, roles, gaps …), the member itself where it has none."""
    known = words.load_report_words().get(group, {}).get(key)
    return known[lang] if known else key


@cache
def make_web_environment() -> Environment:
    """The templates' environment: escaping on, undefined names an error."""
    made = Environment(
        loader=PackageLoader("xuncha.web"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "n": words.format_number,
        "percent": words.format_percent,
        "plain": words.format_value,
        "short": words.shorten_url,
        "clock": format_clock,
        "clean": words.clean_text,
    }
    made.globals |= {"Right": Right}
    return made


def prepare_templates() -> None:
    """Have all templates ready before the first page asks for one."""
    made = make_web_environment()
    for name in made.list_templates(extensions=["j2"]):
        made.get_template(name)


def render_page(request: Request, visitor: Visitor | None, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template. It knows ``visitor``, ``lang``, ``csrf``, ``path``, and ``t(key, …)`` for words of its language."""
    lang = visitor.lang if visitor is not None else choose_language(request)
    page = make_web_environment().get_template(name).render(
        visitor=visitor,
        csrf=visitor.csrf if visitor is not None else "",
        path=request.url.path,
        query=request.url.query,
        icons=load_icons(),
        evidence_origin=get_state(request).evidence_origin,
        **_words_in(lang),
        **values,
    )  # fmt: skip
    response = HTMLResponse(page, status)
    if request.query_params.get("lang") == lang:
        response.set_cookie(
            "lang", lang, max_age=31536000, samesite="lax", httponly=True, secure=get_state(request).https
        )
    return response


def render_part(lang: str, name: str, **values: Any) -> Markup:
    """A piece of pages that knows no visitor and no request, so that it may be kept; it is escaped like any page."""
    return Markup(make_web_environment().get_template(name).render(**_words_in(lang), **values))


def render_row(state: WebState, lang: str, name: str, shown: Hashable, *also: Hashable) -> Markup:
    """A row of a table, made once of all that it shows: ``shown``, which its template calls ``each``, and ``also``."""
    key = (name, lang, shown, also)
    held = state.memory.rows.get(key)
    if held is None:
        held = render_part(lang, name, each=shown, also=also)
        state.memory.rows.keep(key, held, state.settings.pages.rows_kept)
    return held


def _words_in(lang: str) -> dict[str, Any]:
    """What every template says its words with."""
    return {
        "lang": lang,
        "t": partial(say_words, lang),
        "pick": partial(pick_language, lang),
        "word": partial(find_report_word, lang),
        "stamped": lambda at: pick_language(lang, _both(at)),
    }


def _both(at: str) -> Mapping[str, str]:
    text = format_with_zone(at)
    return {"zh": text.zh, "en": text.en}


@cache
def load_icons() -> Markup:
    """The report's icons as one sprite, to be used by <use href="#NAME">."""
    return Markup(files("xuncha.reports").joinpath("templates", "icons.html.j2").read_text("utf-8"))

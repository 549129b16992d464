"""Does searching for the shop's elder mode in its own search lead there? Its act sends that word through a GET search form."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup

from crawler.links.role_links import does_something
from crawler.plan import ActContext
from crawler.site import Element, Site, View
from crawler.urls import page_identity
from crawler.vocabulary import FoundBy, Region, Role
from probes.answers import elder
from probes.answers.elder import ElderEntry, ElderKind
from probes.finding import Answer, evidence_on_page, not_seen, yes
from probes.pages.absence import absence
from probes.pages.rules.policy import affirms_word, pattern
from probes.probe import Need, Params, Probe, ProbeAct
from probes.text.announced import without_deferred
from probes.text.normalise import fold_text

ASKED = "elder_asked"
_FIELDS = 20  # of a search form that are read
_SENTENCE = re.compile("[^。！？!?；;]+[。！？!?；;]?")
_HIDDEN = 200  # characters of a hidden field's markup, at most: an address has an end
_TYPED = frozenset({"text", "search"})  # kinds of field (HTML, input type) that a word is typed into


async def run(visit: ActContext, params: Params) -> None:
    """Open the search address for the word; nothing is sent where a shop has no GET search form."""
    word = params.words["ask"][0]
    address = find_search_address(visit.here, word)
    if address is None:
        await visit.nothing(Role.SEARCH, ASKED, "no search form that is sent by GET")
    elif await visit.open(address):
        await visit.capture(Role.SEARCH, ASKED, FoundBy.FORM, (word,))


def find_search_address(view: View, word: str) -> str | None:
    """The address a GET search form of the same host leads to for that word, or None."""
    for form in BeautifulSoup(view.html, "lxml").find_all("form"):
        if str(form.get("method") or "get").lower() != "get":
            continue
        fields = (tag for tag in form.find_all("input") if str(tag.get("type") or "text").lower() in _TYPED)
        named = [str(name) for field in fields if (name := field.get("name"))]
        target = urljoin(view.url, str(form.get("action") or view.url))
        if len(named) == 1 and urlsplit(target).hostname == urlsplit(view.url).hostname:
            hidden = {
                str(tag.get("name")): str(tag.get("value") or "")
                for tag in form.find_all("input", limit=_FIELDS)
                if str(tag.get("type")).lower() == "hidden" and tag.get("name") and len(str(tag)) <= _HIDDEN
            }  # programs with one address for all pages say there which one it is
            address = f"{target.split('?')[0]}?{urlencode({**hidden, named[0]: word})}"
            if not does_something(address):
                return address
    return None


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH, ASKED)
    for page in site.all(Role.HELP):
        line = next((line for line in page.text.splitlines() if _guides(line, params)), "")
        if line:
            zh, en = f"帮助页说明如何开启：「{line[:80]}」", f"the help page says how to switch it on: “{line[:80]}”"
            return yes(zh, en, evidence_on_page(page, None, line[:160]))
    if view is None:
        gap = site.gap(Role.SEARCH, ASKED)
        zh, en = (
            absence.gap_words(gap)
            if gap
            else ("站内没有可由本工具提交的搜索框，未搜索", "no GET search form, so it was not asked")
        )
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    entry = _found(site, view)
    path = urlsplit(view.url).path.lower()
    if entry is not None or any(word in path for word in params.words["address"]):
        zh = "站内搜索可到达长辈模式"
        return yes(
            zh,
            "the shop's search leads to its elder mode",
            evidence_on_page(view, entry.element if entry else None, entry.label if entry else view.url),
        )
    help_gap = site.gap(Role.HELP)
    if not site.all(Role.HELP) and (help_gap is None or not help_gap.reason.about_them):
        zh, en = absence.gap_words(help_gap) if help_gap else ("本次未查看帮助页", "the help page was not looked at")
        return not_seen(help_gap.reason if help_gap else "not_looked", zh, en)
    views = (view, *site.all(Role.HELP))
    return absence.answer_absent(
        views, "站内搜索和帮助页都不指向长辈模式", "neither search nor help leads to an elder mode"
    )


def _found(site: Site, view: View) -> ElderEntry | None:
    """An entry among the results: one in the page's own part that the home page lacks, or has fewer times."""
    home = site.view(Role.HOME)
    everywhere = Counter(_same(entry) for entry in elder.elder_entries(home)) if home is not None else Counter()
    here = Counter(_same(entry) for entry in elder.elder_entries(view))
    return next(
        (
            entry
            for entry in elder.elder_entries(view)
            if entry.kind is ElderKind.MODE
            and entry.element.region is Region.MAIN
            and _leads_elsewhere(view, entry.element)
            and here[_same(entry)] > everywhere[_same(entry)]
            and not elder.has_words(entry.label, "off")
        ),
        None,
    )


def _leads_elsewhere(view: View, element: Element) -> bool:
    """Whether a result can be followed: a heading or a breadcrumb that repeats the words searched for is none."""
    pressed = element.clickable or element.tag in ("a", "button") or element.role == "button"
    return page_identity(element.href) != page_identity(view.url) if element.href else pressed


def _same(entry: ElderEntry) -> tuple[str, str]:
    """The key by which two entries are the same one that every page carries."""
    return elder.plain_label(entry.label), entry.element.href


def _guides(line: str, params: Params) -> bool:
    """Whether a line tells how to come to a mode that is there: one only announced, or that there is none, guides nobody."""
    later = pattern(params.words["later"])
    said = (without_deferred(sentence) for sentence in _SENTENCE.findall(fold_text(line)))
    there = "".join(sentence for sentence in said if later.search(sentence) is None)
    name = elder.name_mode(there)
    named = bool(name) and affirms_word(there, re.compile(re.escape(name)))
    return named and any(word in there for word in params.words["how"])


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HELP, required=False), Need(Role.SEARCH, ASKED, required=False)),
    judge=judge,
    act=ProbeAct(Role.HOME, ((Role.SEARCH, ASKED),), run),
    words=("ask", "how", "later", "address"),
)

"""Does asking the shop's own search for its elder mode lead there? Its act sends that word through a GET search form."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from crawler.plan import Visit
from crawler.site import Site, View
from crawler.vocabulary import FoundBy, Region, Role
from probes.finding import Answer, not_seen, shown, yes
from probes.probe import Acting, Need, Params, Probe
from probes.reading import absence, elder
from probes.reading.elder import Entry, Kind

ASKED = "elder_asked"


async def run(visit: Visit, params: Params) -> None:
    """Open the search address for the word; a shop without a GET search form is left unasked."""
    word = params.words["ask"][0]
    address = _search_address(visit.here, word)
    if address is None:
        await visit.nothing(Role.SEARCH, ASKED, "no search form that is sent by GET")
    elif await visit.open(address):
        await visit.capture(Role.SEARCH, ASKED, FoundBy.FORM, (word,))


def _search_address(view: View, word: str) -> str | None:
    """The address a GET search form of the same host leads to for that word, or None."""
    if not view.html.strip():
        return None
    for form in html.document_fromstring(view.html).iter("form"):
        if (form.get("method") or "get").lower() != "get":
            continue
        texts = [each for each in form.iter("input") if (each.get("type") or "text").lower() in ("text", "search")]
        named = [name for each in texts if (name := each.get("name"))]
        target = urljoin(view.url, form.get("action") or view.url)
        if len(named) == 1 and urlsplit(target).hostname == urlsplit(view.url).hostname:
            return f"{target.split('?')[0]}?{urlencode({named[0]: word})}"
    return None


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.SEARCH, ASKED)
    for page in site.all(Role.HELP):
        line = next((line for line in page.text.splitlines() if _guides(line, params)), "")
        if line:
            zh, en = f"帮助页说明如何开启：「{line[:80]}」", f"the help page says how to switch it on: “{line[:80]}”"
            return yes(zh, en, shown(page, None, line[:160]))
    if view is None:
        gap = site.gap(Role.SEARCH, ASKED)
        zh, en = (
            absence.gap_words(gap)
            if gap
            else ("站内搜索没有可用的 GET 表单，未搜索", "no GET search form, so it was not asked")
        )
        return not_seen(gap.reason if gap else "not_looked", zh, en)
    entry = _found(site, view)
    path = urlsplit(view.url).path.lower()
    if entry is not None or any(word in path for word in params.words["address"]):
        zh = "站内搜索可到达长辈模式"
        return yes(
            zh,
            "the shop's search leads to its elder mode",
            shown(view, entry.element if entry else None, entry.label if entry else view.url),
        )
    help_gap = site.gap(Role.HELP)
    if not site.all(Role.HELP) and (help_gap is None or not help_gap.reason.about_them):
        zh, en = absence.gap_words(help_gap) if help_gap else ("本次未查看帮助页", "the help page was not looked at")
        return not_seen(help_gap.reason if help_gap else "not_looked", zh, en)
    views = (view, *site.all(Role.HELP))
    return absence.absent(views, "站内搜索和帮助页都不指向长辈模式", "neither search nor help leads to an elder mode")


def _found(site: Site, view: View) -> Entry | None:
    """An entry among the results: one in the page's own part that the home page has not, or has fewer times."""
    home = site.view(Role.HOME)
    everywhere = Counter(_same(each) for each in elder.entries(home)) if home is not None else Counter()
    here = Counter(_same(each) for each in elder.entries(view))
    return next(
        (
            each
            for each in elder.entries(view)
            if each.kind is Kind.MODE
            and each.element.region is Region.MAIN
            and here[_same(each)] > everywhere[_same(each)]
            and not elder.has(each.label, "off")
        ),
        None,
    )


def _same(entry: Entry) -> tuple[str, str]:
    """What makes two entries one that every page carries."""
    return elder.plain(entry.label), entry.element.href


def _guides(line: str, params: Params) -> bool:
    return bool(elder.has(line, "mode")) and any(word in line for word in params.words["how"])


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.HELP, required=False), Need(Role.SEARCH, ASKED, required=False)),
    judge=judge,
    act=Acting(Role.HOME, ((Role.SEARCH, ASKED),), run),
)

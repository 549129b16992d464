"""Can the help be searched?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Region, Role
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.pages.absence import absence
from probes.probe import Need, Params, Probe

OWN = frozenset({Region.MAIN, Region.SIDE})


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.HELP)
    header = bare = None
    everywhere = {_mark(element) for view in site.all(Role.HOME) for element in view.elements if _is_field(element)}
    for view in views:
        fields = [element for element in view.elements if _is_field(element)]
        many = [one for one in fields if _says_nothing(one, params) and _mark(one) not in everywhere]
        for element in fields:
            if element in many:
                bare = bare or (view, element)
            elif _of_help(element, params) or (
                element.region in OWN
                and _asks(element, params)
                and not _of_goods(element, params)
                and _mark(element) not in everywhere
            ):
                if element.name:
                    zh, en = f"帮助可搜索：「{element.name}」", f"help can be searched: “{element.name}”"
                else:
                    zh, en = "帮助可搜索：输入框，见所框处", "help can be searched: a field, see the box"
                return yes(zh, en, evidence_on_page(view, element))
            else:
                header = header or (view, element)
    if bare is not None:
        zh, en = "帮助页有没有名称的输入框，见所框处", "the help page has a field without a name: see the box"
        question = Text("所框的输入框是否用来搜索帮助？", "Does the field in the box search the help?")
        return unsure(zh, en, evidence_on_page(*bare), guess=0.0, question=question)
    if header is not None:
        return unsure(
            "帮助页仅见页头的商品搜索框",
            "the help page shows only the search box of the header",
            evidence_on_page(*header),
            guess=0.0,
        )
    return absence.answer_absent(views, "帮助页没有搜索框", "the help page has no search box", worded=False)


def _is_field(element: Element) -> bool:
    typed = element.seen and element.tag == "input" and element.input_type in ("text", "search", "")
    return typed and not _is_pager(element)


def _of_help(field: Element, params: Params) -> bool:
    said = f"{field.name} {field.classes} {field.action}".lower()
    return any(word in said for word in params.words["help"])


def _of_goods(field: Element, params: Params) -> bool:
    """Whether its name says that it searches goods or shops."""
    return any(word in field.name.lower() for word in params.words["goods"])


def _mark(field: Element) -> tuple[str, str, str]:
    """What tells a field from others: one that stands on the home page too searches the shop."""
    return field.name, field.classes, field.action


def _says_nothing(field: Element, params: Params) -> bool:
    """Whether a field of a page's own part has no name: it may search, or be the end of a range, or ask for something else."""
    bare = field.region in OWN and field.input_type != "search" and not field.name
    return (
        bare and not _of_help(field, params) and not any(word in field.classes.lower() for word in params.words["asks"])
    )


def _is_pager(field: Element) -> bool:
    """Whether the field holds a bare number, and so selects a page or page size."""
    return bool(field.name) and all(not one.isalpha() for one in field.name)


def _asks(field: Element, params: Params) -> bool:
    """Whether the field takes search words, by its type or its label."""
    said = f"{field.name} {field.classes}".lower()
    return field.input_type == "search" or any(word in said for word in params.words["asks"])


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.HELP)), judge=judge, words=("help", "asks", "goods"))

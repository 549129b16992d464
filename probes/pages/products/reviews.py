"""The reviews on a product page: whether there are any, how many, their filters and sorting, and what the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.pages.layout.drawn_scores import find_drawn_score
from probes.pages.layout.idle_controls import drops_product
from probes.pages.layout.measure import is_pressable
from probes.pages.layout.tab_rows import is_one_of_tabs
from probes.pages.products.product_kinds import list_detail_cells
from probes.pages.products.product_words import find_name_beside, is_name_of_row
from probes.pages.rules.policy import pattern
from probes.schema.reader_tables import ReviewsTable
from probes.text.normalise import fold_text, plain_text
from probes.text.remember import per_line, per_view

FILE = SettingsFile("probes.pages.products", "reviews.toml", ReviewsTable)
_DATA = FILE.load()
_LIMITS, _CLASSES = _DATA.limits, _DATA.classes
_WORDS = {name: pattern(tuple(words)) for name, words in _DATA.words.items()}
_BESIDE, _CELLS = frozenset(_DATA.tags["beside"]), frozenset(_DATA.tags["cells"])
_NONE = re.compile(r"(?:评价|评论|点评|晒单|reviews?)\s?[(\[]?\s?0\s?条?[)\]]?$")
_STARS, _MARK = re.compile(_DATA.classes["stars"][0]), re.compile(r"[\s_-]+")
_COUNTED = re.compile(r"[(\[]?\s?[1-9][0-9.]*\s?(?:万|k)?\s?(?:\+|条)?\s?[)\]]?$")
# a detail of the goods (上市时间: 2019-09-30; 产品尺寸(长*宽*高mm): 896*455*610; 生产/经销厂家: …)
_NAME = "[a-z\u4e00-\u9fff]{2,8}"
_ROW = re.compile(rf"(?!评|发表|购买|用户|买家){_NAME}([/、]{_NAME})*\s?(\([^()]{{1,16}}\))?\s?:\s?\S")
_DAY = re.compile(r"[0-9年月日时分秒:./\s-]+|([0-9]+\s?(秒|分钟|小时|[天日周年]|个?月)[,\s]*)+前")  # 1 周, 2 天前
_counts, _COUNTING = _WORDS["count"].search, 2 * _LIMITS["label"]  # 共 1 条评价, the number a part of its own
_TALLY = re.compile(r"[(\[](?=[^)\]]*[0-9])[0-9 .,+/%★☆万千k分星条个人共]+[)\]]$")  # (4.8 分, 121 条)
_SHARE = re.compile(r"[1-5]\s?[分星]\s?[(:]?\s?[0-9.]+\s?%\s?\)?")  # of one score among all: 5分(50%)
PRESSED = "reviews_pressed"  # the state of a product page on which the tab of its reviews was pressed
_ENDS = frozenset({Region.HEADER, Region.FOOTER})
_AROUND, _FRAME = _ENDS | {Region.SIDE}, _ENDS | {Region.NAV, Region.FLOATING}
_FILTERS = ("filters_good", "filters_medium", "filters_negative", "filters_more")
# Elements with the kinds of words that they say, in the order of the page.
_Marked = list[tuple[Element, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Reviews:
    """What one product page shows of its reviews; fields are None or empty where it shows nothing of the kind.

    ``label`` is the tab or heading that names them. ``low`` is a filter for bad reviews, or a bad review itself.
    ``login`` quotes the page where it first wants an account.
    """

    view: View
    label: Element | None
    counted: Element | None
    score: Element | None
    filters: tuple[Element, ...]
    low: Element | None
    sort: Element | None
    praise_first: Element | None
    texts: tuple[Element, ...]
    login: str
    empty: str

    @property
    def some(self) -> bool:
        """Are there reviews at all, even if only their number or score is visible?"""
        return bool(self.texts) or (not self.empty and (self.counted is not None or self.score is not None))

    @property
    def folded(self) -> bool:
        """Is there a tab or link that may bring up reviews that are not on the page, and says of itself that there are some?"""
        return self.label is not None and not (self.texts or self.empty or self.login or self.label.heading)

    @property
    def opened(self) -> bool:
        """Are the reviews themselves on the page, not only a tab that would show them?"""
        return bool(self.texts or self.filters)


@per_view
def read_reviews(view: View) -> Reviews:
    """The reviews of a product page."""
    parts = (part for part in view.elements if part.seen and part.region not in _ENDS and not drops_product(view, part))
    short = [(part, said) for part in parts if (said := _said(part))]
    marked = [(element, kinds) for element, said in short if (kinds := _kinds(said))]
    label = _label(marked)
    none = label is not None and any(map(_NONE.search, (_said(label), _plain(label.words[:_COUNTING]))))  # 评价(0)
    below = frozenset() if none else _below(view, label)
    inside = [element for element, _ in short if element.id in below or _in_block(view, element)]
    within, details = {element.id for element in inside}, list_detail_cells(view.elements)
    # Below a heading that counts them stand reviews; a tab or link may stand above the description, which is shown first.
    headed = label is not None and not label.href and not is_one_of_tabs(view, label)
    counted = headed and label is not None and _COUNTED.search(_said(label)) is not None
    texts = tuple(
        element
        for element in inside
        if _is_text(element)
        and element.id not in details
        and not _is_of_others(view, element)
        and not _is_detail(view, element)
        and (
            _is_signed(view, element)
            or ((counted or (not none and _in_block(view, element))) and not _is_note(element.own))
        )
    )
    low = _first(marked, "filters_negative", within, label)
    filters = tuple(element for name in _FILTERS if (element := _first(marked, name, within, label)) is not None)
    return Reviews(
        view,
        label,
        next((element for element, kinds in marked if "count" in kinds), None),
        next((element for element, kinds in marked if "score" in kinds), None) or find_drawn_score(view, _scores, _names_score, _STARS),
        filters,
        low or next((element for element in inside if _is_low(view, element, texts)), None),
        _first(marked, "sort", within, label),
        next((element for element, kinds in marked if "praise_first" in kinds), None),
        texts,
        _line(view, partial(_holds, "login")),
        _line(view, partial(_holds, "empty")) or (_plain(label.words[:_COUNTING]) if none and label is not None else ""),
    )  # fmt: skip


def read_all_reviews(site: Site) -> tuple[Reviews, ...]:
    """The reviews of every product page that was seen, with their tab pressed where that was done."""
    pressed = {view.asked: view for view in site.all(Role.PRODUCT, PRESSED)}
    return tuple(read_reviews(pressed.get(view.url, view)) for view in site.all(Role.PRODUCT))


@per_line
def _plain(words: str) -> str:
    return " ".join(plain_text(words).split())


def _said(element: Element) -> str:
    """An element's own words; those of its children belong to the children."""
    words = element.own or element.name or element.pseudo or (element.text if element.clickable else "")
    return _plain(words[:400]) if words else ""


@per_line
def _kinds(said: str) -> frozenset[str]:
    """Which parts of a review block the words name: its label, a score, or others if the words are short enough."""
    found = {
        name for name in ("count", "praise_first") if len(said) <= 2 * _LIMITS["label"] and _WORDS[name].search(said)
    }
    if len(said) <= _LIMITS["label"] and "率" not in said and "度" not in said:
        found |= {name for name in _FILTERS if _WORDS[name].search(said)}
        found |= {"sort" for match in [_WORDS["sort"].search(said)] if match and 3 * len(match.group()) >= len(said)}
    found |= {name for name, holds in (("label", _labels), ("score", _scores)) if holds(said)}
    return frozenset(found | {"count"} if "score" in found and _WORDS["count_beside"].search(said) else found)


@per_line
def _names_score(own: str) -> bool:
    """Is it the label of a score, without its number?"""
    return _WORDS["score_label"].fullmatch(_plain(own).strip(" :")) is not None


def _label(marked: _Marked) -> Element | None:
    """The heading of the reviews if there is one, else the last tab that names them: tabs stand above what they open."""
    named = [element for element, kinds in marked if "label" in kinds]
    labels = [value for value in named if value.region is not Region.SIDE] or named  # 近期评论 beside it is the shop's
    return next((label for label in labels if label.heading), labels[-1] if labels else None)


def _below(view: View, label: Element | None) -> frozenset[int]:
    """Ids of what follows the label, in document order, until the next heading of its rank or the page's foot.

    Boxes that only hold other boxes are not recorded, so the container cannot always identify a block of reviews.
    """
    if label is None:
        return frozenset()
    found = []
    for element in view.elements[label.id + 1 : label.id + 1 + _LIMITS["block"]]:
        if not element.seen:  # the panel of another tab, hidden behind this one, ends nothing
            continue
        if element.frame != label.frame or element.region in _FRAME or _heads_questions(element):
            break
        if element.heading and element.heading <= (label.heading or _LIMITS["rank"]):
            break
        found.append(element.id)
    return frozenset(found)


def _heads_questions(element: Element) -> bool:
    """Whether questions about the goods stand below it (商品咨询); a tab or link of that name may stand amid a row of others."""
    return not (element.href or element.clickable) and _WORDS["questions"].fullmatch(_plain(element.own)) is not None


def _labels(said: str) -> bool:
    """Is this a name for the reviews (商品评价（2300+）), not a sentence that mentions them?"""
    bare = (said := _TALLY.sub("", said)).split("(")[0].strip(" 0123456789.+万:")
    named = len(said) <= _LIMITS["label"] and _WORDS["label"].fullmatch(bare) is not None
    return named and not _WORDS["not_label"].search(said)


def _scores(said: str) -> bool:
    return len(said) <= _LIMITS["score_line"] and _WORDS["score"].search(said) is not None


def _first(marked: _Marked, name: str, within: set[int], label: Element | None) -> Element | None:
    """The first short label of that kind among the reviews, or a control anywhere; a filter must be one, as reviews are called good too."""
    for element, kinds in marked:
        pressed = is_pressable(element)
        if name in kinds and (
            (element.id in within and (pressed or name not in _FILTERS)) or (label is not None and pressed)
        ):
            return element
    return None


def _up(view: View, element: Element) -> Iterator[Element]:
    """An element and what it stands in, some levels up."""
    at: Element | None = element
    for _ in range(_LIMITS["ancestors"]):
        if at is None:
            return
        yield at
        at = view.element(at.parent) if at.parent is not None else None


def _in_block(view: View, element: Element) -> bool:
    named = (at for at in _up(view, element) if any(word in at.classes.lower() for word in _CLASSES["review"]))
    return next((at.tag != "form" for at in named), False)  # where one writes a review: 选择本地文件


def _is_text(element: Element) -> bool:
    return (
        _LIMITS["text"] <= len(element.own) <= _LIMITS["text_most"]
        and not (element.clickable or element.heading)
        and not (element.tag in _BESIDE and (element.tag not in _CELLS or not _WORDS["sentence"].search(element.own)))
        and not (_ROW.match(said := plain_text(element.own).strip()) or _DAY.fullmatch(said) or _SHARE.fullmatch(said))
        and not _WORDS["not_review"].search(_plain(element.own))
        and not _scores(_plain(element.own))
        and (_counts(_plain(element.own)) or not _counts(_plain(element.text[:_COUNTING])))
        and not any(word in element.classes.lower() for word in _CLASSES["not_text"])
    )


def _is_of_others(view: View, element: Element) -> bool:
    """Does it stand in a link to priced goods, or among the goods and terms shown below the reviews?"""
    return any(
        (at.href and _is_note(at.text)) or any(word in at.classes.lower() for word in _CLASSES["others"])
        for at in _up(view, element)
    )


def _is_detail(view: View, element: Element) -> bool:
    """Is it the name of a detail of the goods (生产日期:), or the value that stands beside one, and no field of a review?"""
    name = find_name_beside(view, element)
    return is_name_of_row(element.own) or (bool(name) and _WORDS["own_field"].fullmatch(name) is None)


@per_line
def _is_note(said: str) -> bool:
    """Are these a seller's words: a shipping term, a price, a recommendation?"""
    return _WORDS["notes"].search(plain_text(said)) is not None


def _is_signed(view: View, element: Element) -> bool:
    """Did somebody write it at some time: is a name, a day or stars beside it? A seller's words on goods carry none."""
    at, reach = element.id, _LIMITS["signed"]
    near = view.elements[max(0, at - reach) : at] + view.elements[at : at + 1 + reach]
    return any(other.seen and _signs(other.own, other.classes) and not _is_detail(view, other) for other in near)


@per_line
def _signs(own: str, classes: str) -> bool:
    """Are these a name, a day or stars, by their words or class?"""
    words = plain_text(own).strip()
    if 0 < len(words) <= _LIMITS["signature"] and not _ROW.match(words) and _WORDS["signature"].search(words):
        return True
    return any(mark in _CLASSES["signature"] for mark in _MARK.split(classes.lower()))


def _is_low(view: View, element: Element, texts: tuple[Element, ...]) -> bool:
    said = _WORDS["not_negative"].sub("", _plain(element.own))  # 没有掉色 is no complaint
    rated = any(word in element.classes.lower().split() for word in _CLASSES["rated_low"])
    return rated or (element in texts and _WORDS["negative_cue"].search(said) is not None)


def _line(view: View, holds: Callable[[str], bool]) -> str:
    lines = (line.strip() for line in view.text.split("\n") if 3 < len(line) <= 80 and holds(line))
    return next((line for line in lines if line not in _around(view)), "")


@per_view
def _around(view: View) -> frozenset[str]:
    """Lines that stand beside, above or below the goods alone: a bar at the side that lists no comments says nothing of these goods."""
    seen = [element for element in view.elements if element.seen]
    amid = {element.own.strip() for element in seen if element.region not in _AROUND}
    return frozenset({element.own.strip() for element in seen if element.region in _AROUND} - amid)


@per_line
def _holds(name: str, line: str) -> bool:
    return _WORDS[name].search(fold_text(line)) is not None

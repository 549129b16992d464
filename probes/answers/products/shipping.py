"""What product pages say about shipping: how many pages of goods state each thing, and in which words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, Value, evidence_on_page, in_part, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.products import product_words
from probes.pages.products.cards import card_scope
from probes.pages.products.products import PageKind, read_product
from probes.pages.products.reviews import read_reviews
from probes.pages.rules.policy import pattern
from probes.probe import Params
from probes.schema.reader_tables import ShippingTable
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote
from probes.text.remember import per_line, per_view

ROLES = (Role.PRODUCT,)
_SENTENCE = re.compile(r"[^。！!；;\n]+[。！!；;]?")
_CRUMB = re.compile(r"(?:首页|商城首页|home)[»›>/]", re.IGNORECASE)
FILE = SettingsFile("probes.answers.products", "shipping.toml", ShippingTable)
_LIMITS = FILE.load().limits
SERVICE = "service"  # the kind of page that ships nothing
_NOT_SOLD = frozenset({PageKind.GONE, PageKind.LIST})


def judge_pages(
    site: Site, params: Params, subject: Text, parts: Mapping[str, Text], needs: tuple[str, ...] = ()
) -> Answer:
    """YES with the share of parts that product pages of goods state. Each of ``needs`` must be stated on some page for a YES.

    A page of a service (``services`` words, and none of ``goods``) ships nothing and is left out.
    """
    seen = site.all(Role.PRODUCT)
    pages = [view for view in seen if not _service(view, params) and read_product(view).kind not in _NOT_SOLD]
    if seen and not pages:
        return answer_hidden(site, ROLES) or not_applicable(
            "所见商品页均无在售的实物商品", "no product page seen sells goods", evidence_on_page(seen[0])
        )
    said = {view.id: _said(view, params, parts) for view in pages}
    stated = [(view, words) for view in pages for words in said[view.id].values()]
    if not stated:
        zh, en = f"商品页未见{subject.zh}", f"product pages show no {subject.en}"
        return not_found(site, ROLES, zh, en, fraction=0.0, where=AnswerPlace.ALIKE)
    nowhere = [parts[part] for part in needs if not any(part in words for words in said.values())]
    share = round(len(stated) / (len(pages) * len(parts)), 4)
    told = {part: name for part, name in parts.items() if any(part in words for words in said.values())}
    lacking = [name for part, name in told.items() if any(part not in said[view.id] for view in pages)]
    never = [name for part, name in parts.items() if part not in told]
    if nowhere:
        zh = f"商品页未见{'、'.join(absent.zh for absent in nowhere)}，仅见「{stated[0][1]}」"
        en = f"product pages do not show {', '.join(absent.en for absent in nowhere)}, only “{stated[0][1]}”"
        return not_found(site, ROLES, zh, en, fraction=share, where=AnswerPlace.ALIKE)
    quotes = list(dict.fromkeys(words for _, words in stated))[:3]
    told_zh, told_en = "与".join(name.zh for name in told.values()), " and ".join(name.en for name in told.values())
    zh = f"商品页写明{told_zh if never else subject.zh}：" + "".join(f"「{quote}」" for quote in quotes)
    en = f"product pages state {told_en if never else subject.en}: " + " ".join(f"“{quote}”" for quote in quotes)
    if never:
        zh += f"；未见{'、'.join(name.zh for name in never)}"
        en += f"; no page states {', '.join(name.en for name in never)}"
    if lacking:
        zh += f"；部分商品页未见{'、'.join(name.zh for name in lacking)}"
        en += f"; some pages lack {', '.join(name.en for name in lacking)}"
    values: dict[str, Value] = {"pages": len(pages), "share": share}
    answer = yes(
        zh, en, *(evidence_on_page(view, quote=words) for view, words in stated[:4]), fraction=share, values=values
    )
    return answer if share == 1.0 else answer_hidden(site, ROLES) or in_part(answer)


def ask_beside_goods(site: Site, answer: Answer, words: Iterable[str], never: Iterable[str] = ()) -> Answer:
    """The answer of pages of rules; where they say nothing, a person is asked about what stands beside goods (物流：快递发货)."""
    return _ask(
        site, answer, words, never, at_home=False,
        zh="但商品页写有「{}」，须由人确认是否适用于全店", en="but a product page says “{}”: does it hold for all of the shop?",
    )  # fmt: skip


def ask_promised(site: Site, answer: Answer, words: Iterable[str], never: Iterable[str]) -> Answer:
    """The answer of pages of rules; where they say nothing, a person is asked about a promise beside goods or on the home page (7天无理由退货).

    It may stand in the frame of all pages. What is painted does not count: where nobody read the picture, nothing would be asked.
    """
    return _ask(
        site, answer, words, never, at_home=True,
        zh="但页面上写有「{}」，须由人看它说的是否即此", en="but a page says “{}”: is it this?",
    )  # fmt: skip


def _ask(
    site: Site, answer: Answer, words: Iterable[str], never: Iterable[str], *, at_home: bool, zh: str, en: str
) -> Answer:
    """A no turned into a question about the first such piece, on the home page if asked for, then beside goods."""
    if answer.outcome is not Outcome.NO:
        return answer
    pages = site.all(Role.PRODUCT)
    if not pages and site.gap(Role.PRODUCT) is not None:
        return answer_hidden(site, ROLES, public=True) or answer
    wanted, unwanted = pattern(tuple(words)), pattern(tuple(never))
    home = site.all(Role.HOME) if at_home else ()
    told = itertools.chain(
        ((view, piece) for view in home for piece in _promises(view)),
        ((view, piece) for view in pages for piece in shipping_pieces(view)),
    )
    said = next((one for one in told if wanted.search(one[1]) and not unwanted.search(one[1])), None)
    if said is None:
        return answer
    quote = clip_quote(said[1], _LIMITS["quoted"])
    return unsure(
        f"{answer.because.zh}；{zh.format(quote)}", f"{answer.because.en}; {en.format(quote)}",
        evidence_on_page(said[0], quote=quote),
    )  # fmt: skip


def _promises(view: View) -> Iterator[str]:
    """What short lines of a page say, names of goods aside: these lead to them."""
    for element in view.elements:
        if element.seen and not element.href:
            lines = element.own.split("\n")
            yield from (piece for line in lines if 0 < len(line) <= _LIMITS["promise"] and (piece := _piece(line)))


@per_view
def shipping_pieces(view: View) -> tuple[str, ...]:
    """What the page says of its own product, piece by piece, without its frame, other offers and reviews.

    Of reviews also those whose block has no name that tells: when a buyer's parcel came is no promise of the shop.
    """
    titled = "".join(f"{read_product(view).title}\n{view.title}".split())
    reviewed = frozenset(element.own for element in read_reviews(view).texts)
    shown = [element for element in card_scope(view).own if element.seen and element.own not in reviewed]
    own = dict.fromkeys(
        words
        for element in shown
        if not _names(words := element.text or element.own, titled)
        and not product_words.names_other_goods(view, element)
    )
    whole = (*own, *_labelled(shown))
    split = (piece for words in whole if len(words) <= _LIMITS["paragraph"] for piece in _SENTENCE.findall(words))
    return tuple(dict.fromkeys(said for words in split if (said := _piece(words)) is not None))


def _labelled(shown: Iterable[Element]) -> Iterator[str]:
    """A label and what stands behind it in the same row, where each has an element of its own (运费: | ¥6.00)."""
    told = [element for element in shown if element.own]
    for label, value in itertools.pairwise(told):
        row = abs(value.box.y - label.box.y) <= label.box.h / 2 and value.box.x > label.box.x
        if row and len(label.own) <= _LIMITS["label"] and label.own.rstrip().endswith((":", "：")):
            yield f"{label.own} {value.own}"


def _names(words: str, titled: str) -> bool:
    """Is it the product's name, or the way to it? What a name says about delivery is no promise."""
    said = "".join(words.split())
    return _CRUMB.match(said) is not None or (titled != "" and said.lstrip("»›>/") in titled)


@per_line
def _piece(words: str) -> str | None:
    """The words in folded form; None where they say nothing, or more than one thing."""
    said = " ".join(words.split())
    return fold_text(said) if 0 < len(said) <= _LIMITS["piece"] else None


def _service(view: View, params: Params) -> bool:
    if read_product(view).template.name == SERVICE:
        return True
    text = "\n".join(shipping_pieces(view))
    return bool(pattern(params.words["services"]).search(text)) and not pattern(params.words["goods"]).search(text)


def _said(view: View, params: Params, parts: Mapping[str, Text]) -> dict[str, str]:
    """For each part, the words that state it."""
    found: dict[str, str] = {}
    for part in parts:
        wanted, never = pattern(params.words[part]), pattern(params.words.get(f"{part}_never", ()))
        for said in shipping_pieces(view):
            match = wanted.search(said)
            if match is not None and not never.search(said):
                found[part] = clip_quote(
                    said if len(said) <= _LIMITS["quoted"] else said[match.start() :], _LIMITS["quoted"]
                )
                break
    return found

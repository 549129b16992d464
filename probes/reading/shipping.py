"""What product pages say of shipping: of the pages of goods, how many state each thing, and in which words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, Value, in_part, not_applicable, shown, yes
from probes.probe import Params
from probes.reading.cards import scope
from probes.reading.policy import fold, pattern
from probes.reading.products import PageKind, product
from probes.reading.remember import per_line, per_view
from probes.reading.several import hidden, not_found
from probes.text.ranking import clip

ROLES = (Role.PRODUCT,)
_SENTENCE = re.compile(r"[^。！!；;\n]+[。！!；;]?")
_CRUMB = re.compile(r"(?:首页|商城首页|home)[»›>/]", re.IGNORECASE)
_QUOTED = 60
_LONGEST = 120  # characters of a piece that says one thing
_PARAGRAPH = 400  # and of a paragraph: what is longer is a block of the page
SERVICE = "service"  # the kind of page that ships nothing
_NOT_SOLD = frozenset({PageKind.GONE, PageKind.LIST})


def judge_pages(
    site: Site, params: Params, subject: Text, parts: Mapping[str, Text], needs: tuple[str, ...] = ()
) -> Answer:
    """YES with the share of parts that product pages of goods state; a page of a service (``services`` words, and none of
    ``goods``) ships nothing and is left out. Each of ``needs`` must be stated on some page: without it there is no YES."""
    seen = site.all(Role.PRODUCT)
    pages = [view for view in seen if not _service(view, params) and product(view).kind not in _NOT_SOLD]
    if seen and not pages:
        return hidden(site, ROLES) or not_applicable(
            "所见商品页均无在售的实物商品", "no product page seen sells goods", shown(seen[0])
        )
    said = {view.id: _said(view, params, parts) for view in pages}
    stated = [(view, words) for view in pages for words in said[view.id].values()]
    if not stated:
        return not_found(site, ROLES, f"商品页未见{subject.zh}", f"product pages show no {subject.en}", fraction=0.0)
    nowhere = [parts[part] for part in needs if not any(part in words for words in said.values())]
    share = round(len(stated) / (len(pages) * len(parts)), 4)
    lacking = [name for part, name in parts.items() if any(part not in said[view.id] for view in pages)]
    if nowhere:
        zh = f"商品页未见{'、'.join(each.zh for each in nowhere)}，仅见「{stated[0][1]}」"
        en = f"product pages do not show {', '.join(each.en for each in nowhere)}, only “{stated[0][1]}”"
        return not_found(site, ROLES, zh, en, fraction=share)
    quotes = list(dict.fromkeys(words for _, words in stated))[:3]
    zh = f"商品页写明{subject.zh}：" + "".join(f"「{each}」" for each in quotes)
    en = f"product pages state {subject.en}: " + " ".join(f"“{each}”" for each in quotes)
    if lacking:
        zh += f"；部分商品页未见{'、'.join(each.zh for each in lacking)}"
        en += f"; some pages lack {', '.join(each.en for each in lacking)}"
    values: dict[str, Value] = {"pages": len(pages), "share": share}
    answer = yes(zh, en, *(shown(view, quote=words) for view, words in stated[:4]), fraction=share, values=values)
    return answer if share == 1.0 else hidden(site, ROLES) or in_part(answer)


@per_view
def pieces(view: View) -> tuple[str, ...]:
    """What the page says of its own product, piece by piece: not its frame, nor other offers, nor reviews."""
    titled = "".join(f"{product(view).title}\n{view.title}".split())
    own = dict.fromkeys(
        words for each in scope(view).own if each.seen and not _names(words := each.text or each.own, titled)
    )
    split = (piece for words in own if len(words) <= _PARAGRAPH for piece in _SENTENCE.findall(words))
    return tuple(dict.fromkeys(said for words in split if (said := _piece(words)) is not None))


def _names(words: str, titled: str) -> bool:
    """Is it the product's name, or the way to it: what a name says of delivery is no promise?"""
    said = "".join(words.split())
    return _CRUMB.match(said) is not None or (titled != "" and said.lstrip("»›>/") in titled)


@per_line
def _piece(words: str) -> str | None:
    """The words as patterns see them; None where they say nothing or more than one thing."""
    said = " ".join(words.split())
    return fold(said) if 0 < len(said) <= _LONGEST else None


def _service(view: View, params: Params) -> bool:
    if product(view).template.name == SERVICE:
        return True
    text = "\n".join(pieces(view))
    return bool(pattern(params.words["services"]).search(text)) and not pattern(params.words["goods"]).search(text)


def _said(view: View, params: Params, parts: Mapping[str, Text]) -> dict[str, str]:
    """The words that state each part."""
    found: dict[str, str] = {}
    for part in parts:
        wanted, never = pattern(params.words[part]), pattern(params.words.get(f"{part}_never", ()))
        for said in pieces(view):
            match = wanted.search(said)
            if match is not None and not never.search(said):
                found[part] = clip(said if len(said) <= _QUOTED else said[match.start() :], _QUOTED)
                break
    return found

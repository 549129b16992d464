"""What stands around controls: the link that a press on a thing without an address follows, and blocks that hold controls."""

from __future__ import annotations

from crawler.links.role_settings import FILE
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.vocabulary import Role

_AROUND = FILE.load().around
_SENDING = frozenset({"submit", "image"})  # inputs that send their form


def find_link_around(view: View, element: Element) -> str:
    """The address of the nearest link around an element that is no link itself, or ""."""
    at = element
    for _ in range(_AROUND.link):
        if at.href or at.parent is None or not 0 <= at.parent < len(view.elements):
            break
        at = view.elements[at.parent]
    return at.href


def pictured_lines(view: View) -> dict[int, tuple[str, ...]]:
    """Links and controls, by their ids, that say nothing but what is written in pictures inside them: the plain words of its lines."""
    found: dict[int, tuple[str, ...]] = {}
    for picture in view.elements:
        at = picture if picture.ocr and picture.seen else None
        for _ in range(_AROUND.link):
            if at is None or at.href or at.clickable:
                break
            at = view.elements[at.parent] if at.parent is not None and 0 <= at.parent < len(view.elements) else None
        if at is not None and (at.href or at.clickable) and not (at.text or at.own or at.name or at.pseudo):
            found[at.id] = (*found.get(at.id, ()), *map(plain_words, picture.ocr.splitlines()))
    return found


def is_control(view: View, element: Element) -> bool:
    """Whether an element is a link or control, or words in a link: an entry of a menu (热销榜单) is no heading of goods below it."""
    return element.clickable or bool(find_link_around(view, element))


def blocks_around_controls(view: View) -> frozenset[int]:
    """Ids of elements that hold a visible link or control with words: a block that listens for clicks is no entry itself then."""
    around: set[int] = set()
    for element in view.elements:
        if not element.seen or not (element.href or element.clickable) or not element.words.strip():
            continue
        above = element.parent
        while above is not None and 0 <= above < len(view.elements) and above not in around:
            around.add(above)
            above = view.elements[above].parent
    return frozenset(around)


def sends_form(view: View, role: Role, element: Element) -> bool:
    """Whether a control of that role without an address sends what stands in the fields of its page: nothing of a visitor's is sent."""
    own = _asks_password(view) and (role is Role.LOGIN or (role is Role.REGISTER and view.role is Role.REGISTER))
    return own or _posts_form(view, element)


def _posts_form(view: View, element: Element) -> bool:
    """Whether it is the button of a form that is sent by POST (提交留言, 放进购物车): it leads to no page."""
    if element.tag != "button" and (element.tag != "input" or element.input_type not in _SENDING):
        return False
    at = element
    for _ in range(_AROUND.form):
        if at.parent is None or not 0 <= at.parent < len(view.elements):
            return False
        at = view.elements[at.parent]
        if at.tag == "form":
            return at.method == "post"
    return False


def invites_here(view: View, role: Role) -> bool:
    """Whether a long label of that role says beside a field for a password where else to go (还没有账号？去注册), and is no line of news."""
    return role in (Role.LOGIN, Role.REGISTER) and _asks_password(view)


def _asks_password(view: View) -> bool:
    return any(one.input_type == "password" and one.seen for one in view.elements)

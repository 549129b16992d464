"""Forms to sign in or register that come up by a press: behind the choice of a way (账号登录), a tab, or 注册账号 on the login page.

Nothing is typed and no form is sent: a control that may send what stands in fields is never pressed.
"""

from __future__ import annotations

from collections.abc import Collection

from crawler.plan import ActContext
from crawler.site import Element, View
from crawler.urls import same_site
from crawler.vocabulary import FoundBy, Role
from probes.pages.layout.forms import find_all_fields
from probes.pages.layout.tab_rows import list_tab_row
from probes.probe import Params
from probes.text.normalise import plain_text
from probes.text.shown import list_seen

FORM_OPENED = "form_opened"
FORM_CAPTURES = ((Role.LOGIN, FORM_OPENED), (Role.REGISTER, FORM_OPENED))
# Whole labels of controls, in a probe's table: of a way to sign in, and of what leads to the form to register; then what the
# tag, role or classes of a control say that may send a form.
WAY_WORDS = ("opens", "registers", "sends")
WAY_LIMITS = ("link_share",)


async def open_forms(visit: ActContext, params: Params) -> None:
    """Press a way to sign in whose form is not shown, then what leads to the form to register; capture what each shows."""
    start = visit.here
    for role, words in ((Role.LOGIN, "opens"), (Role.REGISTER, "registers")):
        view = visit.here
        way = find_way(view, words, params)
        if way is None:
            await visit.nothing(role, FORM_OPENED, "nothing on the login page opens a form by a press")
        elif await visit.click(way):
            if not same_site(start.url, visit.here.url):
                await visit.nothing(role, FORM_OPENED, "the press led to another site")
                return
            await visit.capture(role, FORM_OPENED, FoundBy.CLICK, (*view.path, label_of(way)[:30]))


def list_ways(view: View, words: Collection[str]) -> list[Element]:
    """The controls without an address of such a label."""
    return [
        one for one in list_seen(view.elements) if one.clickable and not one.href and plain_text(label_of(one)) in words
    ]


def find_way(view: View, words: str, params: Params) -> Element | None:
    """The control that opens a form; beside fields only a tab in a row of ways, the last of them, or what looks like a link."""
    ways, fields = list_ways(view, params.words[words]), find_all_fields(view)
    if not fields:
        return next(iter(ways), None)
    widest = max(field.box.w for field in fields)
    return next((one for one in reversed(ways) if _sends_nothing(view, one, ways, widest, params)), None)


def label_of(element: Element) -> str:
    """What a control is called, in one line."""
    return " ".join((element.text or element.own).split())


def _sends_nothing(view: View, control: Element, ways: Collection[Element], widest: float, params: Params) -> bool:
    """Whether a control beside fields is a tab, or is short and no button: a button may send the form."""
    if control.role == "tab" or len({one.id for one in list_tab_row(view, control)} & {one.id for one in ways}) > 1:
        return True
    called = f"{control.tag} {control.role} {control.classes}".lower()
    return control.box.w < params.limit("link_share") * widest and not any(
        word in called for word in params.words["sends"]
    )

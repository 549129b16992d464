"""Sites by hand: a few lines of text and elements become frozen views that were looked at thoroughly, unless said otherwise."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from crawler.record.network_record import Exchange
from crawler.record.thoroughness import Thoroughness
from crawler.site import Box, Element, Fetch, Frame, Gap, Past, Platform, Site, Timing, View
from crawler.vocabulary import LANDED, Device, FoundBy, GapReason, Region, Role, Unseen

SHOP = "https://shop.example/"
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SIZES = {Device.DESKTOP: (1366, 768), Device.MOBILE: (390, 844)}
THOROUGH = Thoroughness(
    scripts_ran=True, scrolled_stable=True, layers_closed=True, frames_read=True, images_unread=0, chars=2000, ink=0.3
)
BLIND = Thoroughness()  # a look that absence may never rest on


def element(id: int, base: str = SHOP, /, **given: Any) -> Element:
    """One element: a link where it has an ``href`` (relative is fine), black on white 14 px text, stacked 40 px apart down the page."""
    given = dict(given)
    if "href" in given:
        given["href"] = urljoin(base, given["href"])
        given.setdefault("tag", "a")
        given.setdefault("role", "link")
        given.setdefault("clickable", True)
    if "input_type" in given:
        given.setdefault("tag", "input")
    if "action" in given:
        given["action"] = urljoin(base, given["action"])
        given.setdefault("tag", "form")
    if "image" in given:
        given["image"] = urljoin(base, given["image"])
        given.setdefault("tag", "img")
    given.setdefault("tag", "p")
    given.setdefault("selector", f"#e{id}")
    box = given.pop("box", (20, 40 * id, 120, 28))
    given["box"] = box if isinstance(box, Box) else Box(*(float(side) for side in box))
    if "region" in given:
        given["region"] = Region(given["region"])
    if given.get("unseen") is not None:
        given["unseen"] = Unseen(given["unseen"])
        given.setdefault("seen", False)
    given.setdefault("own", given.get("text", ""))
    plain: dict[str, Any] = {"font_px": 14.0, "line_px": 21.0, "colour": "#222222", "background": "#ffffff"}
    return Element(id=id, **(plain | given))


def view(
    role: Role | str = Role.HOME,
    text: str | None = None,
    elements: Iterable[Mapping[str, Any] | Element] = (),
    *,
    state: str = LANDED,
    device: Device | str = Device.DESKTOP,
    look: int = 1,
    url: str = "",
    thorough: Mapping[str, Any] | Thoroughness | None = None,
    **given: Any,
) -> View:
    """One view. Text not given is what the seen elements say; a shop's page is one click from home."""
    role, device = Role(role), Device(device)
    url = url or (SHOP if role is Role.HOME else f"{SHOP}{role}")
    made = tuple(
        other if isinstance(other, Element) else element(index, url, **other) for index, other in enumerate(elements)
    )
    if text is None:
        text = "\n".join(
            part
            for other_element in made
            if other_element.seen
            for part in (other_element.text, other_element.pseudo)
            if part
        )
    looked = thorough if isinstance(thorough, Thoroughness) else dataclasses.replace(THOROUGH, **(thorough or {}))
    width, viewport = SIZES[device]
    if "found_by" in given:
        given["found_by"] = FoundBy(given["found_by"])
    for name, kind in (("frames", Frame), ("exchanges", Exchange)):
        if name in given:
            given[name] = tuple(value if isinstance(value, kind) else kind(**value) for value in given[name])
    for name in ("path", "dialogs", "closed_layers", "storage_keys", "console_errors"):
        if name in given:
            given[name] = tuple(given[name])
    defaults: dict[str, Any] = {
        "id": f"{role}-{state}-{device}-{look}",
        "asked": url,
        "status": 200,
        "at": AT,
        "title": "",
        "html": "",
        "width": width,
        "height": 4000,
        "viewport_height": viewport,
        "clicks": 0 if role is Role.HOME else 1,
    }
    return View(
        role=role,
        state=state,
        device=device,
        look=look,
        url=url,
        text=text,
        elements=made,
        thoroughness=looked,
        **(defaults | given),
    )


def gap(
    role: Role | str,
    reason: GapReason | str = GapReason.TIMEOUT,
    *,
    state: str = LANDED,
    device: Device | str = Device.DESKTOP,
    look: int = 1,
    **given: Any,
) -> Gap:
    return Gap(Role(role), state, Device(device), look, GapReason(reason), **given)


def site(
    *things: View | Gap | Fetch | Timing | Past, platform: Platform | None = None, both: bool = False, **profile: bool
) -> Site:
    """A site of those things, in any order; ``both`` shows each desktop view and gap on the mobile device too."""
    if both:
        things += tuple(
            _on_mobile(thing) for thing in things if isinstance(thing, View | Gap) and thing.device is Device.DESKTOP
        )
    return Site(
        platform=platform or Platform(SHOP, "示例商城", profile),
        at=AT,
        views=tuple(thing for thing in things if isinstance(thing, View)),
        gaps=tuple(thing for thing in things if isinstance(thing, Gap)),
        fetches=tuple(thing for thing in things if isinstance(thing, Fetch)),
        timings=tuple(thing for thing in things if isinstance(thing, Timing)),
        history=tuple(thing for thing in things if isinstance(thing, Past)),
    )


def _on_mobile(other_gap: View | Gap) -> View | Gap:
    if isinstance(other_gap, Gap):
        return dataclasses.replace(other_gap, device=Device.MOBILE)
    width, viewport = SIZES[Device.MOBILE]
    return dataclasses.replace(
        other_gap,
        id=f"{other_gap.id}-m",
        device=Device.MOBILE,
        width=width,
        viewport_height=viewport,
        text=other_gap.text,
    )


def blinded(whole: Site, role: Role | str, reason: GapReason | str = GapReason.TIMEOUT) -> Site:
    """The same site with every view of that role replaced by a gap: nothing may get better by it, nothing may become a NO."""
    role = Role(role)
    lost = {(page.state, page.device, page.look) for page in whole.views if page.role is role}
    return dataclasses.replace(
        whole,
        views=tuple(page for page in whole.views if page.role is not role),
        gaps=(
            *whole.gaps,
            *(gap(role, reason, state=state, device=device, look=look) for state, device, look in sorted(lost)),
        ),
    )


def read(folder: Path) -> Site:
    """The site of a case folder's site.toml: ``[platform]``, ``[[view]]`` with ``elements``, ``[[gap]]``, ``[[fetch]]``,
    ``[[timing]]``, ``both = true``; keys are the fields of the dataclasses. Raises TypeError for a key that is none."""
    raw = tomllib.loads((folder / "site.toml").read_text("utf-8"))
    unknown = raw.keys() - {"platform", "view", "gap", "fetch", "timing", "past", "both"}
    if unknown:
        raise TypeError(f"{folder.name}/site.toml: unknown {sorted(unknown)}")
    things: list[View | Gap | Fetch | Timing | Past] = []
    for index, value in enumerate(raw.get("view", ())):
        things.append(view(**({"id": f"v{index + 1}"} | value)))
    things += [gap(**value) for value in raw.get("gap", ())]
    things += [
        Fetch(
            **({"id": f"x{index + 1}", "look": 1, "asked": row["url"], "status": None, "at": AT, "seconds": 0.1} | row)
        )
        for index, row in enumerate(raw.get("fetch", ()))
    ]
    for timing in raw.get("timing", ()):
        role, device = Role(timing.pop("role")), Device(timing.pop("device", "desktop"))
        things.append(
            Timing(**({"look": 1, "run": 1, "at": AT, "url": SHOP, "ok": True} | timing), role=role, device=device)
        )
    things += [Past(**({"at": AT} | value)) for value in raw.get("past", ())]
    stated: dict[str, Any] = dict(raw.get("platform", {}))
    stated["hints"] = {Role(role): url for role, url in stated.get("hints", {}).items()}
    stated["consents"] = frozenset(stated.get("consents", ()))
    stated = {"url": SHOP, "name": "示例商城"} | stated
    platform = Platform(**stated)
    return site(*things, platform=platform, both=raw.get("both", False))

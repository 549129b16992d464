"""Does a change of price or stock reach every surface within a day? Told by earlier visits alone."""

from __future__ import annotations

from datetime import timedelta

from crawler.site import Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Text, not_seen, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading import product_history
from probes.reading.prices import yuan
from probes.reading.product_history import Once


def judge(site: Site, params: Params) -> Answer:
    """A product whose price changed on one device, while the other still showed the old price a day later."""
    seen = product_history.past(site)
    visits = {once.at.date() for once in seen}
    if len(visits) < params.limit("visits"):
        return not_seen(
            "single_visit",
            f"只有 {len(visits)} 次以往查看，不足以比较价格与库存的更新",
            f"{len(visits)} earlier visits: too few to compare how prices and stock are kept up",
        )
    late = [found for url in sorted({once.url for once in seen}) if (found := _late(seen, url, params)) is not None]
    if not late:
        return yes(
            f"{len(visits)} 次查看中未见只在一端更新的价格",
            f"no price that changed on one surface alone in {len(visits)} visits",
            fraction=1.0,
        )
    new, old = late[0]
    now, then = yuan(new.price or 0), yuan(old.price or 0)
    return unsure(
        f"{len(late)} 个商品的价格只在一端更新，如 {new.url}：{new.device} {now}，{old.device} 仍为 {then}",
        f"{len(late)} prices changed on one surface alone, such as {new.url}: {now} on {new.device}, still {then} on {old.device}",
        guess=0.5 if len(late) == 1 else 0.0,
        question=Text(
            f"请在电脑和手机上打开 {new.url}，价格是否一致？",
            f"Please open {new.url} on both devices: is the price the same?",
        ),
    )


def _late(seen: tuple[Once, ...], url: str, params: Params) -> tuple[Once, Once] | None:
    looks = {
        device: [once for once in seen if once.url == url and once.device == device and once.price] for device in Device
    }
    for one, other in ((Device.DESKTOP, Device.MOBILE), (Device.MOBILE, Device.DESKTOP)):
        for before, after in zip(looks[one], looks[one][1:], strict=False):
            if before.price == after.price:
                continue
            stale = [
                once for once in looks[other]
                if once.price == before.price and once.at - after.at >= timedelta(hours=params.limit("hours"))
            ]  # fmt: skip
            if stale:
                return after, stale[0]
    return None


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge)

"""Does a change of price or stock reach every surface within a day? Judged from earlier visits alone."""

from __future__ import annotations

from datetime import timedelta

from crawler.site import Site
from crawler.vocabulary import Device, Role
from probes.finding import Answer, Text, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.products import product_history
from probes.pages.products.product_history import EarlierProduct
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.numbers.prices import format_yuan


def judge(site: Site, params: Params) -> Answer:
    """Looks for a product whose price changed on one device while the other still showed the old price a day later."""
    seen = product_history.past_products(site)
    visits = {once.at.date() for once in seen}
    if len(visits) < params.limit("visits"):
        return not_seen(
            "single_visit",
            f"只有 {len(visits)} 次以往查看，不足以比较价格与库存的更新",
            f"{count_in_words(len(visits), 'earlier visit')}: too few to compare how prices and stock are kept up",
        )
    late = [found for url in sorted({once.url for once in seen}) if (found := _late(seen, url, params)) is not None]
    if not late:
        return yes(
            f"{len(visits)} 次查看中未见只在一端更新的价格",
            f"no price that changed on one surface alone in {count_in_words(len(visits), 'visit')}",
            fraction=1.0,
        )
    new, old = late[0]
    now, then = format_yuan(new.price or 0), format_yuan(old.price or 0)
    here, there = absence.device_called(new.device), absence.device_called(old.device)
    return unsure(
        f"{len(late)} 个商品的价格只在一端更新，如 {new.url}：{here.zh} {now}，{there.zh}仍为 {then}",
        f"{count_in_words(len(late), 'price')} changed on one surface alone, such as {new.url}: {now} on {here.en}, still {then} on {there.en}",
        guess=0.5 if len(late) == 1 else 0.0,
        question=Text(
            f"请在电脑和手机上打开 {new.url}，价格是否一致？",
            f"Please open {new.url} on both devices: is the price the same?",
        ),
    )


def _late(seen: tuple[EarlierProduct, ...], url: str, params: Params) -> tuple[EarlierProduct, EarlierProduct] | None:
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


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, limits=("visits", "hours"))

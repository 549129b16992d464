"""Audits generated hostile shops for real and says what was breached: ``./do soak``."""

from __future__ import annotations

import argparse
import contextlib
import json
import queue
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.shops.server import serving
from tests.soak import apart, by_command, resolver, told
from tests.soak.hostile import hostile
from tests.soak.long_lived import LongLived, long_lived
from tests.soak.sentinels import Sentinels, listening
from tests.soak.told import Audited
from tests.soak.traps import World
from xuncha.docs import security_page


@dataclass
class Soak:
    """One soak: shops by number until so many or so long; ``ways`` are asked in turn by as many threads."""

    seed: int
    shops: int
    minutes: float
    seconds: float
    folder: Path
    sentinels: Sentinels
    packets: apart.Packets | None = None
    audits: list[Audited] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    ending: threading.Event = field(default_factory=threading.Event)  # somebody asked us to leave: no audit is begun

    def run(self, long: LongLived | None) -> None:
        """Two audits at a time: one by command, one by the long-lived process; one alone where there is none."""
        numbers: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(self.shops):
            numbers.put(number)
        lanes = [threading.Thread(target=self._lane, args=(numbers, None), name="by command")]
        if long is not None:
            lanes.append(threading.Thread(target=self._lane, args=(numbers, long), name="long-lived"))
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()

    def _lane(self, numbers: queue.SimpleQueue[int], long: LongLived | None) -> None:
        while time.monotonic() - self.began < self.minutes * 60 and not self.ending.is_set():
            try:
                number = numbers.get_nowait()
            except queue.Empty:
                return
            done = self._one(number, long)
            self.audits.append(done)
            self.say(done)

    @staticmethod
    def say(done: Audited) -> None:
        said = "; ".join(f"{kind}: {words}" for kind, words in done.breaches) or "as it should be"
        print(f"{done.shop} [{done.way}] {done.seconds:.0f} s, {', '.join(done.traps)}: {said}", flush=True)

    def _one(self, number: int, long: LongLived | None) -> Audited:
        tag = f"shop{number}-"
        made = hostile(self.seed, number, World(self.places, tag))
        folder = self.folder / f"shop-{number}"
        with serving(made.shop) as url:
            by = long.audit if long is not None else partial(by_command.audit, folder=folder)
            done = by(made, url, seconds=self.seconds)
        if came := [text for text in self.sentinels.heard if f"/{tag}" in text]:
            done.breach("astray", f"{len(came)} requests, as {came[0]}")
        if not done.breaches:
            shutil.rmtree(folder, ignore_errors=True)
        return done

    @property
    def places(self) -> tuple[str, ...]:
        """Where nothing may come, by names too where we have the answers."""
        port = self.sentinels.places[0].rpartition(":")[2]
        return self.sentinels.places + tuple(f"{name}:{port}" for name in (resolver.NAMES if self.packets else ()))

    def facts(self, network: str) -> dict[str, Any]:
        packets = dict(self.packets.astray) if self.packets is not None else {}
        return {
            "day": f"{datetime.now(UTC):%Y-%m-%d}", "seed": self.seed, "minutes": (time.monotonic() - self.began) / 60, "network": network,
            "sentinels_heard": len(self.sentinels.heard), "packets": packets,
        }  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """0 where nothing was breached, 1 where something was."""
    parser = argparse.ArgumentParser(prog="./do soak", description=__doc__)
    parser.add_argument("--shops", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=120.0, help="no audit is begun after them")
    parser.add_argument("--seconds", type=float, default=told.LIMITS["seconds"], help="budget of one audit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="audit the shop of this number alone")
    parser.add_argument("--json", type=Path, default=Path("soak.json"), help="where the figures go")
    parser.add_argument("--no-long-lived", action="store_true", help="by command alone, one at a time")
    parser.add_argument(
        "--write", action="store_true", help="write docs/soak.json too, from which docs/security.md has its figures"
    )
    parser.add_argument("--keep", action="store_true", help="keep the folder of stores and reports")
    asked = parser.parse_args(argv)
    why = apart.enter()
    network = "this machine's" if why else "of its own, every address answered here"
    if why:
        print(f"no network of its own ({why}): only the sentinels watch", flush=True)
    whole = soak(asked, network)
    asked.json.write_text(json.dumps(whole, ensure_ascii=True, indent=1) + "\n", "ascii")
    if asked.write:
        security_page.SOAK.write_text(json.dumps(told.figures(whole), indent=1) + "\n", "ascii")
    print(told.table(whole))
    return int(any(whole["breaches"].values()))


def soak(asked: argparse.Namespace, network: str) -> dict[str, Any]:
    """Audit so many shops, or until so many minutes have passed; the figures (``told.summed``)."""
    apart_from_all = network.startswith("of its own")
    folder = Path(tempfile.mkdtemp(prefix="xuncha-soak-"))
    with contextlib.ExitStack() as stack:
        sentinels = stack.enter_context(listening(apart_from_all))
        packets = stack.enter_context(apart.watching()) if apart_from_all else None
        if apart_from_all:
            stack.enter_context(resolver.answering())
        server = (
            stack.enter_context(long_lived(folder / "serve"))
            if asked.only is None and not asked.no_long_lived
            else None
        )
        run = Soak(asked.seed, asked.shops, asked.minutes, asked.seconds, folder, sentinels, packets)
        for which in (signal.SIGINT, signal.SIGTERM):
            signal.signal(which, lambda number, frame: run.ending.set())
        if asked.only is not None:
            run.audits.append(run._one(asked.only, None))
            run.say(run.audits[-1])
        else:
            run.run(server)
        samples = server.samples if server is not None else []
        ended = server.end() if server is not None else []
    last = Audited("the end", "serve", (), breaches=ended)
    if unknown := [text for text in sentinels.heard if "/shop" not in text]:
        last.breach("astray", f"{len(unknown)} of nobody knows which shop, as {unknown[0]}")
    if packets is not None:
        last.breach("astray", *(f"{number} packets, {where}" for where, number in packets.astray.items()))
    whole = told.summed(run.audits, samples, run.facts(network))
    whole["audits"].append({"shop": last.shop, "way": last.way, "traps": [], "breaches": last.breaches})
    for kind, _ in last.breaches:
        whole["breaches"][kind] = whole["breaches"].get(kind, 0) + 1
    if not asked.keep and not any(whole["breaches"].values()):
        shutil.rmtree(folder)
    else:
        print(f"stores and reports are kept in {folder}", flush=True)
    return whole


if __name__ == "__main__":
    sys.exit(main())

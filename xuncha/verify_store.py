"""The command verify-store: reads all evidence that the database names, and says which visits lack some of it."""

from __future__ import annotations

from pathlib import Path

from probes.finding import Text
from storage.listing import SHORT
from storage.verifying import owners, verify
from xuncha.progress import Line, shown
from xuncha.stores import opened
from xuncha.words import Lang, say

NOT_WHOLE = 1
MOST = 100  # pieces that are listed: a backup of the wrong folder lacks all of them
EVERY = 10.0  # seconds between two lines where nobody watches
MISSING, DAMAGED = Text("缺失", "missing"), Text("损坏", "damaged")


async def run_verify(data: Path, lang: Lang) -> int:
    """Exit code of the command: 1 where a piece is missing or damaged. Raises StorageError."""
    async with opened(data) as store:
        with shown(lang) as line:
            found = await verify(store, lambda done, of: _tell(line, done, of))
        bad = [(MISSING, sha) for sha in found.missing] + [(DAMAGED, sha) for sha in found.damaged]
        for what, sha in bad[:MOST]:
            visits = " ".join(visit[:SHORT] for visit in await owners(store, sha))
            print(say(Text(f"{what.zh}  {sha}  检测 {visits}", f"{what.en}  {sha}  visits {visits}"), lang))
    if len(bad) > MOST:
        print(say(Text(f"……另有 {len(bad) - MOST} 份", f"... and {len(bad) - MOST} more"), lang))
    size = f"{found.bytes / 1e6:.1f} MB"
    said = Text(
        f"证据完好 {found.whole} 份，{size}；缺失 {len(found.missing)} 份，损坏 {len(found.damaged)} 份",
        f"{found.whole} pieces of evidence are whole, {size}; {len(found.missing)} missing, {len(found.damaged)} damaged",
    )
    print(say(said, lang))
    return NOT_WHOLE if bad else 0


def _tell(line: Line, done: int, of: int) -> None:
    line.tell(Text(f"已核对 {done}/{of}", f"{done}/{of} verified"), every=EVERY)

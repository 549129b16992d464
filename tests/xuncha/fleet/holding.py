"""A process that takes part in the machine or has it alone, says so, and leaves when it is told to."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from xuncha.fleet import machine_lock


async def main(how: str, folder: Path, minutes: float) -> None:
    print("asks", flush=True)
    part = machine_lock.reserve_machine if how == "alone" else machine_lock.share_machine
    try:
        async with part(minutes, folder=folder):
            print("in", flush=True)
            await asyncio.to_thread(sys.stdin.readline)
    except machine_lock.MachineBusy:
        print("busy", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))

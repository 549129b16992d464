"""A process that is killed in the midst of a migration, after so many statements: ``folder number [database]``."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from storage.db.connecting.engines import make_engine
from storage.db.migrate import migrate_database
from storage.db.session import resolve_database_url


def main(folder: Path, last: int, database: str | None) -> None:
    engine = make_engine(resolve_database_url(folder, database))
    numbers = itertools.count(1)

    def after(*_: object) -> None:
        if next(numbers) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine.sync_engine, "after_cursor_execute", after)
    asyncio.run(migrate_database(engine))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)

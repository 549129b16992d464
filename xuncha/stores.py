"""Where commands keep what they see: the data folder, and the database and the evidence that the environment names instead."""

from __future__ import annotations

import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from storage.session import Store, open_store

DATABASE = "XUNCHA_DATABASE"
EVIDENCE = "XUNCHA_EVIDENCE"


def opened(data: Path) -> AbstractAsyncContextManager[Store]:
    """The store of that folder. Raises StorageError when it is entered."""
    return open_store(data, os.environ.get(DATABASE), os.environ.get(EVIDENCE))

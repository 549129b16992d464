"""Where commands keep what they see: the data folder, or the database and evidence store that the environment names."""

from __future__ import annotations

import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from storage.db.session import Store, open_store

DATABASE = "XUNCHA_DATABASE"
EVIDENCE = "XUNCHA_EVIDENCE"


def open_data_store(data: Path) -> AbstractAsyncContextManager[Store]:
    """The store of that folder. Raises StorageError when it is entered."""
    return open_store(data, os.environ.get(DATABASE), os.environ.get(EVIDENCE))

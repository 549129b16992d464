"""What a pack needs that is not installed everywhere."""

from __future__ import annotations

from importlib.util import find_spec

from probes.finding import Text


class ArchiveMissing(Exception):
    """The packages of the extra ``archive`` are not installed; says how to install them."""


def need_archive() -> None:
    """Raises ArchiveMissing where no web archive can be made here."""
    if missing := [name for name in ("wacz", "cdxj_indexer") if find_spec(name) is None]:
        raise ArchiveMissing(f"pip install 'xuncha[archive]' ({', '.join(missing)})")


class NotPrinted(Exception):
    """There is no browser to print the report with, or it does not print; the text says what mends it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

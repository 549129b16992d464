"""How much this process kept in a store, and how often the store refused: counted as it happens, told to whoever asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from storage.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnreachable, DiskFull, StorageError, Unwritable

# The store itself refused; that something was not found or is done already is an answer.
REFUSALS = (DatabaseBusy, DatabaseDamaged, DatabaseUnreachable, DiskFull, Unwritable)


@dataclass(slots=True)
class Kept:
    """Since the store was opened. ``bytes`` of evidence as handed in, a piece that was there already too."""

    views: int = 0
    bytes: int = 0
    refusals: Counter[str] = field(default_factory=Counter)  # by the name of the StorageError

    def refused(self, fault: StorageError) -> None:
        """Count it, where the store itself refused."""
        if isinstance(fault, REFUSALS):
            self.refusals[type(fault).__name__] += 1

"""Counters of what this process wrote to a store and how often the store refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from storage.errors import DatabaseBusy, DatabaseDamaged, DatabaseUnreachable, DiskFull, StorageError, Unwritable

# Errors in which the store itself refused; "not found" or "already done" are answers.
REFUSALS = (DatabaseBusy, DatabaseDamaged, DatabaseUnreachable, DiskFull, Unwritable)


@dataclass(slots=True)
class StoreCounters:
    """Counts since the store was opened. ``bytes`` of evidence as handed in, including blobs that existed already."""

    views: int = 0
    bytes: int = 0
    refusals: Counter[str] = field(default_factory=Counter)  # by the class name of the StorageError

    def refused(self, fault: StorageError) -> None:
        """Count the error if the store itself refused."""
        if isinstance(fault, REFUSALS):
            self.refusals[type(fault).__name__] += 1

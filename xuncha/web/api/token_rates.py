"""How many requests a token may send: a bucket of turns for each, filled evenly. Kept by one process, for its own requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil


@dataclass(slots=True)
class TokenRates:
    """``per_minute`` turns come in, ``burst`` are held at most. Only tokens that were found in the store get a bucket."""

    per_minute: float
    burst: int
    _buckets: dict[int, tuple[float, datetime]] = field(default_factory=dict)

    def take_turn(self, token: int, now: datetime) -> int:
        """Take a turn; returns 0, or the whole seconds to wait where none is left."""
        held, at = self._buckets.get(token, (float(self.burst), now))
        held = min(float(self.burst), held + max(0.0, (now - at).total_seconds()) * self.per_minute / 60)
        if held < 1:
            self._buckets[token] = held, now
            return max(1, ceil((1 - held) * 60 / self.per_minute))
        self._buckets[token] = held - 1, now
        return 0

"""Whose each value is, and which are masked: a person's is, unless the shop publishes it as its own.

``sure``: a person's, by the words, field or block it stands in. ``unsaid``: a mobile number about which nothing is
said. ``labelled``: one called a telephone, no more. ``own``: one that serves the shop's buyers, or a name that the law
makes it publish. A wrong mask would remove what a disclosure rests on, so ``own`` wins over all, and a label over
silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xuncha.pack.mask.mask_known import KnownValues
from xuncha.pack.mask.mask_labels import extract_street
from xuncha.pack.mask.mask_numbers import ValueKind, load_mask_settings, normalize_number

_SHORT = 2  # characters of a name that may be an ordinary word: one that labels a control of the shop is


@dataclass(slots=True)
class Ledger:
    """The values read so far, by whose they are."""

    sure: dict[ValueKind, set[str]] = field(default_factory=lambda: {kind: set() for kind in ValueKind})
    unsaid: set[str] = field(default_factory=set)
    labelled: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)  # labels of the shop's controls: not nicknames
    keys: tuple[str, ...] = ()  # URL parameters that carry secrets

    def personal(self, kind: ValueKind, value: str) -> None:
        """Record the value as a person's."""
        if "*" in value:
            return
        self.sure[kind].add(value)
        if kind is ValueKind.ADDRESS and (tail := extract_street(value)):
            self.sure[kind].add(tail)  # pages and data separate districts differently

    def mobile(self, number: str, service: bool, consumer: bool, labelled: bool) -> None:
        """Record a mobile number found in a text, according to its label."""
        bare = normalize_number(number)
        if consumer:
            self.sure[ValueKind.MOBILE].add(bare)
        elif service:
            self.own.add(bare)
        else:
            (self.labelled if labelled else self.unsaid).add(bare)

    def known(self) -> KnownValues:
        """The values to mask."""
        kinds: dict[ValueKind, set[str]] = {kind: values - self.own for kind, values in self.sure.items()}
        kinds[ValueKind.MOBILE] |= self.unsaid - self.labelled - self.own
        kinds[ValueKind.NICK] -= self.common | kinds[ValueKind.NAME]
        kinds[ValueKind.NAME] -= {word for word in self.common if len(word) == _SHORT}
        placed = {
            word for kind in (ValueKind.NICK, ValueKind.NAME) for word in kinds[kind] if not is_specific_name(word)
        }
        for kind in (ValueKind.NICK, ValueKind.NAME):
            kinds[kind] -= placed
        return KnownValues(kinds, self.keys, placed)


def is_specific_name(name: str) -> bool:
    """Whether a name or nickname is one wherever it occurs; short and common words also occur as page text."""
    table = load_mask_settings()["specific"]
    return name.lower() not in table["common"] and not (name.isascii() and len(name) < table["latin"])

"""What was read of whose a value is, and what follows: a person's is masked, unless the shop publishes it as its own.

``sure`` is a person's by the words, field or block it stands in. ``unsaid`` is a mobile number that nothing says anything of.
``labelled`` is one called a telephone, no more; ``own`` one that serves the shop's buyers, or a name that the law has it publish.
A wrong mask would take away what a disclosure rests on, so ``own`` wins over all, and a label over silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from xuncha.pack.mask_known import Known
from xuncha.pack.mask_labels import street
from xuncha.pack.mask_numbers import Kind, digits, settings

_SHORT = 2  # characters of a name that may be a word of the language: one on a control of the shop is that


@dataclass(slots=True)
class Ledger:
    sure: dict[Kind, set[str]] = field(default_factory=lambda: {kind: set() for kind in Kind})
    unsaid: set[str] = field(default_factory=set)
    labelled: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)  # words of the shop's controls: no nicknames
    keys: tuple[str, ...] = ()  # parameters of addresses that carry secrets

    def personal(self, kind: Kind, value: str) -> None:
        """That value is a person's."""
        if "*" in value:
            return
        self.sure[kind].add(value)
        if kind is Kind.ADDRESS and (tail := street(value)):
            self.sure[kind].add(tail)  # pages and data put districts apart

    def mobile(self, number: str, service: bool, consumer: bool, labelled: bool) -> None:
        """A mobile number met in a text: what its label makes of it."""
        bare = digits(number)
        if consumer:
            self.sure[Kind.MOBILE].add(bare)
        elif service:
            self.own.add(bare)
        else:
            (self.labelled if labelled else self.unsaid).add(bare)

    def known(self) -> Known:
        """What is masked."""
        kinds: dict[Kind, set[str]] = {kind: values - self.own for kind, values in self.sure.items()}
        kinds[Kind.MOBILE] |= self.unsaid - self.labelled - self.own
        kinds[Kind.NICK] -= self.common | kinds[Kind.NAME]
        kinds[Kind.NAME] -= {word for word in self.common if len(word) == _SHORT}
        placed = {word for kind in (Kind.NICK, Kind.NAME) for word in kinds[kind] if not specific(word)}
        for kind in (Kind.NICK, Kind.NAME):
            kinds[kind] -= placed
        return Known(kinds, self.keys, placed)


def specific(name: str) -> bool:
    """Whether a name or nickname says whose it is wherever it stands: a short or common word is also one of the page."""
    table = settings()["specific"]
    return name.lower() not in table["common"] and not (name.isascii() and len(name) < table["latin"])

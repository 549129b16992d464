"""Prints how the readings fare on our own pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.eval.own import counts
from tests.eval.own.answers import Held
from tests.eval.own.labelled import Part

_READ = {True: "true", False: "false", None: "open"}


def misses(held: Iterable[Held], unseen: bool) -> None:
    """Each label whose reading says something else, with what was read; those of the unseen half only where ``unseen``."""
    print(
        "\nOur own pages: misses (! = an audit would deny it too; page, label, label says, reading says, what was read)"
    )
    for answer in held:
        if answer.differs and (unseen or answer.part is Part.DEV):
            said = " ".join(answer.read.said.split())[:140]
            mark = "!" if answer.stands else " "
            print(
                f" {mark}{answer.page:22} {answer.label:36} {_READ[answer.wanted]:5} {_READ[answer.read.value]:5} {said}"
            )


def counted(own: Mapping[str, Any]) -> None:
    """The counts by label and by kind, of each half."""
    print(f"\n{'own pages':36}" + "".join(f"{part:>10} true +/?/-  false +/?/-    prec  recall" for part in Part))
    for rows in (own["labels"], own["kinds"]):
        for name, parts in rows.items():
            print(f"{name:36}" + "".join(_row(parts[part]) for part in Part))
        print()
    both = {part: counts.total(label[part] for label in own["labels"].values()) for part in Part}
    print(f"{'all':36}" + "".join(_row(both[part]) for part in Part))


def _row(row: Mapping[str, int]) -> str:
    true = f"{row['said']}/{row['left']}/{row['denied']}({row['stood']})"
    false = f"{row['claimed']}/{row['unclear']}/{row['clear']}"
    return f"{true:>21}{false:>13}{_figure(counts.precision(row)):>8}{_figure(counts.recall(row)):>8}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

"""Licences of all locked packages: docs/licences.md, and a check that refuses strong copyleft in the product.

``python -m xuncha.docs.licences_page`` prints a line for each refused package and ends with 1 where there is one.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.settings_file import WordTable
from probes.schema.probe_table import TABLE as PROBES

LOCKS = ("requirements.lock", "requirements-dev.lock")  # of the product; of tests, which includes the first
UNKNOWN = "unknown"
# From permissive to restrictive: a choice takes the least restrictive, a combination the most.
_ORDER = ("permissive", "font", "weak", "strong", UNKNOWN)
_PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==[^\n]*\n(?:    --hash[^\n]*\n)*(?P<via>(?:    #[^\n]*\n?)*)", re.MULTILINE)
TABLE: Mapping[str, Any] = WordTable("xuncha.docs", "licences.toml").load()


@dataclass(frozen=True, slots=True)
class LicensedPackage:
    """A locked package. ``via`` are the packages that require it; xuncha for our own requirements."""

    name: str
    licence: str
    via: tuple[str, ...]
    tests_alone: bool

    @property
    def kind(self) -> str:
        """One of the kinds in licences.toml, or UNKNOWN."""
        return classify_licence(self.licence)

    @property
    def refused(self) -> bool:
        """Whether it is refused: strong copyleft or unknown; known strong copyleft is allowed if only tests run it."""
        return self.kind in ("strong", UNKNOWN) and not (self.tests_alone and self.name in TABLE["tests_alone"])


def classify_licence(expression: str) -> str:
    """The kind of an SPDX expression: the least restrictive part of a choice, the most restrictive of a combination."""
    flat = expression.replace("(", " ").replace(")", " ")
    choices = [[_kind(part.strip()) for part in choice.split(" AND ")] for choice in flat.split(" OR ")]
    if "(" in expression and len(choices) > 1:  # how the parts are joined is for a person to read
        choices = [[name for choice in choices for name in choice]]
    return min((max(choice, key=_ORDER.index) for choice in choices), key=_ORDER.index)


def _kind(licence: str) -> str:
    kinds = TABLE["kinds"].items()
    return next((kind for kind, starts in kinds if licence.startswith(tuple(starts))), UNKNOWN)


@cache
def _installed() -> Mapping[str, Any]:
    """Metadata of every installed package by its normalized name."""
    return {
        _normal(distribution.metadata["Name"]): distribution.metadata
        for distribution in importlib.metadata.distributions()
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def read_package_licence(name: str) -> str:
    """The SPDX expression of an installed package, or its own words where they are none.

    UNKNOWN where it says nothing or is not installed.
    """
    if name in TABLE["stated"]:
        return str(TABLE["stated"][name])
    metadata = _installed().get(name)
    if metadata is None:
        return UNKNOWN
    if metadata.get("License-Expression"):
        return str(metadata["License-Expression"])
    classified = [
        classifier.rpartition(" :: ")[2]
        for classifier in metadata.get_all("Classifier") or ()
        if "License ::" in classifier
    ]
    said = [licence for licence in classified if licence != "OSI Approved"]
    written = (metadata.get("License") or "").strip().partition("\n")[0]
    # The licence field is often more exact than the classifier: there are several BSD licences.
    if len(said) == 1 and written in TABLE["spdx"] and said[0].partition(" ")[0] in TABLE["spdx"][written]:
        return str(TABLE["spdx"][written])
    words = said or [written]
    return " AND ".join(str(TABLE["spdx"].get(word, word)) for word in words) or UNKNOWN


def list_locked_packages(
    root: Path, licence: Callable[[str], str] = read_package_licence
) -> tuple[LicensedPackage, ...]:
    """Every locked package in ``root``, by name. Raises OSError where a lock file is missing."""
    product, tests = ((root / name).read_text("utf-8") for name in LOCKS)
    own = dict(_pins(product))
    return tuple(
        LicensedPackage(name, licence(name), via, name not in own)
        for name, via in sorted({**dict(_pins(tests)), **own}.items())
    )


def _pins(lock: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pin in _PIN.finditer(lock):
        words = pin["via"].replace("#", " ").replace("via", " ", 1).split("\n")
        yield pin["name"], tuple(word.strip().partition(" ")[0] for word in words if word.strip() and "-c " not in word)


def render_licences_page(packages: tuple[LicensedPackage, ...]) -> str:
    """The content of docs/licences.md."""
    said = TABLE["page"]
    lines = [said["head"].strip(), ""]
    for title, tests_alone in ((said["product"], False), (said["tests"], True)):
        lines += [title, "", said["columns"], "| --- | --- | --- | --- |"]
        lines += [_row(package) for package in packages if package.tests_alone is tests_alone]
        lines.append("")
    return "\n".join(lines)


def _row(package: LicensedPackage) -> str:
    kind = TABLE["kinds_said"][package.kind]
    why = TABLE["tests_alone"].get(package.name) if package.tests_alone else None
    told = f"{kind['zh']} {kind['en']}" + (f"：{why['zh']} {why['en']}" if why else "")
    return f"| {package.name} | {package.licence} | {told} | {', '.join(package.via)} |"


def main() -> int:
    """Exit code of the check."""
    refused = [package for package in list_locked_packages(PROBES.parent) if package.refused]
    for package in refused:
        print(
            f"licence refused: {package.name} ({package.licence}, {package.kind}), asked for by {', '.join(package.via)}",
            file=sys.stderr,
        )
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())

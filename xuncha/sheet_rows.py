"""The record of an audit as the rows of a sheet: what a person needs to see of each item, red line and flag before deciding it."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from probes.profile import FLAGS
from xuncha.reports import arrange, order, words
from xuncha.reports.crops import Album, Figure
from xuncha.reports.page import beijing
from xuncha.words import Lang

Data = Mapping[str, Any]
QUOTES = 3  # of an item in its cell


class Kind(StrEnum):
    """One worksheet of the sheet."""

    ITEM = "item"
    RED_LINE = "red_line"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` by the keys of the columns; ``tone`` colours the machine's cell."""

    cells: Mapping[str, str | float]
    pictures: tuple[Picture, ...] = ()
    tone: str = "other"


@cache
def settings() -> Data:
    table: Data = tomllib.loads(files("xuncha").joinpath("sheet.toml").read_text("utf-8"))
    return table


class Composer:
    """Makes the rows of one record in one language."""

    def __init__(self, record: Data, blob: Callable[[str], bytes | None], lang: Lang) -> None:
        self.record: Data = words.cleaned(record)
        self.lang = lang
        self._by_id = {found["id"]: found for found in self.record["findings"]}
        views = {view["id"]: view for view in self.record["views"]}
        self._album = Album(settings()["pictures"], views, blob)

    def rows(self) -> dict[Kind, tuple[Row, ...]]:
        """All three worksheets; every screenshot is opened once."""
        most = settings()["pictures"]["most_an_item"]
        deciding = {item["item"]: order.deciding(item, self._by_id) for item in self.record["items"]}
        raising = {
            line["id"]: [self._by_id[id] for id in line["findings"] if id in self._by_id]
            for line in self.record["red_lines"]
        }
        # Red lines first: there are few, and nobody may confirm one without having seen it.
        for findings in (*raising.values(), *deciding.values()):
            arrange.wish(self._album, findings, most)
        self._album.cut()
        return {
            Kind.ITEM: tuple(self._item(item, deciding[item["item"]]) for item in self.record["items"]),
            Kind.RED_LINE: tuple(self._line(line, raising[line["id"]]) for line in self.record["red_lines"]),
            Kind.PROFILE: tuple(self._flag(flag) for flag in FLAGS),
        }

    def say(self, text: Mapping[str, str] | None, **values: object) -> str:
        """The words in the sheet's language, with values put in."""
        if text is None:
            return ""
        said = text[self.lang]
        return said.format(**values) if values else said

    def phrase(self, key: str, **values: object) -> str:
        return self.say(settings()["phrases"][key], **values)

    def verdict(self, verdict: str) -> str:
        return self.say(self.record["standard"]["verdicts"][verdict])

    def _item(self, item: Data, findings: Sequence[Data]) -> Row:
        said = item["machine"] or item
        suggested = item["suggested"]
        filed = [self.phrase("filed", name=each["name"]) for each in item["documents"]]
        cells: dict[str, str | float] = {
            "id": item["item"],
            "name": self.say(item["name"]),
            "text": item["text"],
            "class": self.say(words.find(f"class.{item['class']}")),
            "weight": float(item["weight"]),
            "machine": self.verdict(said["verdict"]),
            "suggested": self.phrase(
                "suggested", verdict=self.verdict(suggested["verdict"]), value=words.number(suggested["value"], 2)
            ) if suggested else "",
            # A decided item's reason is the person's: it stands with the decisions.
            "because": self._because(findings) if item["confirmed"] else self.say(item["because"]),
            "question": self.say(item["question"]),
            "asks_for": "\n".join(f"• {self.say(each)}" for each in item["asks_for"]),
            "where": self._where(findings),
            "earlier": "\n".join([*(self._decision(each) for each in item["decisions"]), *filed]),
        }  # fmt: skip
        return Row(cells, self._pictures(findings), said["verdict"])

    def _line(self, line: Data, findings: Sequence[Data]) -> Row:
        state = "unwatched" if line["state"] == "none" and not line["watched"] else line["state"]
        states = settings()["states"]
        effect = [self.phrase("cap", grade=line["cap"])] if line["cap"] else []
        effect += [self.phrase("points", points=words.number(line["points"]))] if line["points"] else []
        choices = settings()["choices"][Kind.RED_LINE]
        earlier = [
            self._signed(each, self.say(choices["confirm" if each["confirmed"] else "reject"]))
            for each in line["decisions"]
        ]
        cells: dict[str, str | float] = {
            "id": line["id"],
            "name": self.say(line["trigger"]),
            "basis": line["basis"],
            "effect": "\n".join(effect),
            "machine": self.say(states["lone" if line["lone"] else state]),
            "because": self._because(findings),
            "where": self._where(findings),
            "earlier": "\n".join(earlier),
        }
        tones = {"suspected": "partial", "confirmed": "fail"}
        return Row(cells, self._pictures(findings), tones.get(line["state"], "other"))

    def _flag(self, flag: str) -> Row:
        known = self.record["profile"].get(flag)
        choices = settings()["choices"][Kind.PROFILE]

        def yes(value: bool) -> str:
            return self.say(choices["yes" if value else "no"])

        traits = [each for each in self.record["traits"] if each["flag"] == flag]
        stated = known is not None and known["by"] == "stated"
        told = [self.phrase("inferred", value=yes(each["value"]), because=self.say(each["because"])) for each in traits]
        cells: dict[str, str | float] = {
            "id": flag,
            "name": self.say(FLAGS[flag]),
            "machine": self.phrase("stated", value=yes(known["value"])) if known and stated else "",
            "because": "\n".join(told) or ("" if stated else self.phrase("unknown")),
            "where": self._quotes([piece for each in traits for piece in each["evidence"]]),
            "earlier": "\n".join(
                self._signed(each, yes(each["value"])) for each in self.record["flag_decisions"] if each["flag"] == flag
            ),
        }
        return Row(cells)

    def _because(self, findings: Iterable[Data]) -> str:
        said = dict.fromkeys(
            self.phrase("on", device=self.say(words.find(f"device.{each['device']}"))) + self.say(each["because"])
            for each in findings
        )
        return "\n".join(list(said)[: 2 * QUOTES])

    def _where(self, findings: Iterable[Data]) -> str:
        return self._quotes([piece for each in findings for piece in each["evidence"]])

    def _quotes(self, evidence: Iterable[Data]) -> str:
        pieces = dict.fromkeys(
            "\n".join(filter(None, (f"「{each['quote']}」" if each["quote"] else "", words.short(each["url"]))))
            for each in evidence
        )
        shown = [each for each in pieces if each]
        more = [self.phrase("more", n=len(shown) - QUOTES)] if len(shown) > QUOTES else []
        return "\n".join([*shown[:QUOTES], *more])

    def _decision(self, said: Data) -> str:
        value = f" {words.number(said['value'], 2)}" if said["verdict"] == "partial" else ""
        return self._signed(said, self.verdict(said["verdict"]) + value)

    def _signed(self, said: Data, verdict: str) -> str:
        mark = self.phrase("carried") if said["carried"] else ""
        return f"{beijing(said['at'])[:10]} {said['assessor']}：{verdict}{mark} {said['reason']}"

    def _pictures(self, findings: Iterable[Data]) -> tuple[Picture, ...]:
        most = settings()["pictures"]["most_an_item"]
        figures: dict[int, Figure] = {}
        for piece in (piece for each in findings for piece in each["evidence"]):
            figure = self._album.figure(piece["view"], piece["box"])
            if figure is not None:
                figures.setdefault(figure.number, figure)
        return tuple(
            Picture(base64.b64decode(each.data.partition(",")[2]), each.width, each.height)
            for each in list(figures.values())[:most]
        )

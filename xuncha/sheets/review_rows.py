"""An audit's record as rows of a sheet: what a person must see of each item, red line and flag before deciding it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from crawler.settings_file import WordTable
from probes.schema.flags import FLAGS
from xuncha.console.lang import Lang, render_text
from xuncha.reports import arrange, order, words
from xuncha.reports.pictures.crops import Album, Figure
from xuncha.settings.zone import format_with_zone

Data = Mapping[str, Any]
QUOTES = 3  # of an item in its cell


class WorksheetKind(StrEnum):
    """One worksheet of the sheet."""

    ITEM = "item"
    RED_LINE = "red_line"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """A JPEG with its size in pixels."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """``cells`` by column key; ``tone`` colours the machine's cell; ``filled`` is what a person has already written."""

    cells: Mapping[str, str | float]
    pictures: tuple[SheetPicture, ...] = ()
    tone: str = "other"
    filled: Mapping[str, str | float] = field(default_factory=dict)


def load_sheet_settings() -> Data:
    """The table sheet.toml."""
    return WordTable("xuncha.sheets", "sheet.toml").load()


class RowComposer:
    """Makes the rows of one record in one language."""

    def __init__(
        self,
        record: Data,
        blob: Callable[[str], bytes | None],
        lang: Lang,
        unused: Mapping[str, Sequence[Data]] | None = None,
    ) -> None:
        """``unused``: decisions that do not hold in this record, by item, red line or flag, as in the record."""
        self.record: Data = words.clean_data(record)
        self._unused: Mapping[str, Sequence[Data]] = words.clean_data(unused or {})
        self.lang = lang
        self._by_id = {found["id"]: found for found in self.record["findings"]}
        views = {view["id"]: view for view in self.record["views"]}
        self._album = Album(load_sheet_settings()["pictures"], views, blob)

    def rows(self) -> dict[WorksheetKind, tuple[ReviewRow, ...]]:
        """The rows of all three worksheets; every screenshot is opened once."""
        most = load_sheet_settings()["pictures"]["most_an_item"]
        deciding = {item["item"]: order.find_deciding_findings(item, self._by_id) for item in self.record["items"]}
        raising = {
            line["id"]: [self._by_id[id] for id in line["findings"] if id in self._by_id]
            for line in self.record["red_lines"]
        }
        # Red lines first: there are few, and nobody may confirm one without having seen it.
        for findings in (*raising.values(), *deciding.values()):
            arrange.request_figures(self._album, findings, most)
        self._album.cut()
        return {
            WorksheetKind.ITEM: tuple(self._item(item, deciding[item["item"]]) for item in self.record["items"]),
            WorksheetKind.RED_LINE: tuple(self._line(line, raising[line["id"]]) for line in self.record["red_lines"]),
            WorksheetKind.PROFILE: tuple(self._flag(flag) for flag in FLAGS),
        }

    def say(self, text: Mapping[str, str] | None, **values: object) -> str:
        """A text in the sheet's language, with values put in."""
        if text is None:
            return ""
        said = text[self.lang]
        return said.format(**values) if values else said

    def phrase(self, key: str, **values: object) -> str:
        """A phrase of sheet.toml in the sheet's language, with values put in."""
        return self.say(load_sheet_settings()["phrases"][key], **values)

    def verdict(self, verdict: str) -> str:
        """The word for a verdict in the sheet's language."""
        return self.say(self.record["standard"]["verdicts"][verdict])

    def _item(self, item: Data, findings: Sequence[Data]) -> ReviewRow:
        said = item["machine"] or item
        suggested = item["suggested"]
        filed = [self.phrase("filed", name=document["name"]) for document in item["documents"]]
        cells: dict[str, str | float] = {
            "id": item["item"],
            "name": self.say(item["name"]),
            "text": item["text"],
            "class": self.say(words.find_words(f"class.{item['class']}")),
            "weight": float(item["weight"]),
            "machine": self.verdict(said["verdict"]),
            "suggested": self.phrase(
                "suggested", verdict=self.verdict(suggested["verdict"]), value=words.format_number(suggested["value"], 2)
            ) if suggested else "",
            # The reason of a decided item is the person's: it stands with the decisions.
            "because": self._because(findings) if item["confirmed"] else self.say(item["because"]),
            "question": self.say(item["question"]),
            "asks_for": "\n".join(f"• {self.say(wish)}" for wish in item["asks_for"]),
            "where": self._where(findings),
            "earlier": "\n".join([*self._earlier(item["item"], item["decisions"], self._decision), *filed]),
        }  # fmt: skip
        return ReviewRow(cells, self._pictures(findings), said["verdict"])

    def _line(self, line: Data, findings: Sequence[Data]) -> ReviewRow:
        state = "unwatched" if line["state"] == "none" and not line["watched"] else line["state"]
        states = load_sheet_settings()["states"]
        effect = [self.phrase("cap", grade=line["cap"])] if line["cap"] else []
        effect += [self.phrase("points", points=words.format_number(line["points"]))] if line["points"] else []
        choices = load_sheet_settings()["choices"][WorksheetKind.RED_LINE]

        def ruled(said: Data) -> str:
            return self._signed(said, self.say(choices["confirm" if said["confirmed"] else "reject"]))

        cells: dict[str, str | float] = {
            "id": line["id"],
            "name": self.say(line["trigger"]),
            "basis": line["basis"],
            "effect": "\n".join(effect),
            "machine": self.say(states["lone" if line["lone"] else state]),
            "because": "\n".join(filter(None, (self._because(findings), self._beside(line)))),
            "where": self._where(findings),
            "earlier": "\n".join(self._earlier(line["id"], line["decisions"], ruled)),
        }
        tones = {"suspected": "partial", "confirmed": "fail"}
        return ReviewRow(cells, self._pictures(findings), tones.get(line["state"], "other"))

    def _beside(self, line: Data) -> str:
        """Items that rest on what raises a red line, so that nobody decides the item one way and the line another."""
        raising = set(line["findings"])
        beside = [
            f"{item['item']} {self.verdict(item['verdict'])}"
            for item in self.record["items"]
            if any(raising & set(check["findings"]) for check in item["checks"])
        ]
        return self.phrase("beside", items="; ".join(beside)) if beside else ""

    def _flag(self, flag: str) -> ReviewRow:
        known = self.record["profile"].get(flag)
        choices = load_sheet_settings()["choices"][WorksheetKind.PROFILE]

        def yes(value: bool) -> str:
            return self.say(choices["yes" if value else "no"])

        traits = [trait for trait in self.record["traits"] if trait["flag"] == flag]
        stated = known is not None and known["by"] == "stated"
        told = [
            self.phrase("inferred", value=yes(trait["value"]), because=self.say(trait["because"])) for trait in traits
        ]
        cells: dict[str, str | float] = {
            "id": flag,
            "name": self.say(FLAGS[flag]),
            "machine": self.phrase("stated", value=yes(known["value"])) if known and stated else "",
            "because": "\n".join(told) or ("" if stated else self.phrase("unknown")),
            "where": self._quotes([piece for trait in traits for piece in trait["evidence"]]),
            "earlier": "\n".join(
                self._earlier(
                    flag,
                    [decision for decision in self.record["flag_decisions"] if decision["flag"] == flag],
                    lambda said: self._signed(said, yes(said["value"])),
                )
            ),
        }
        return ReviewRow(cells)

    def _because(self, findings: Iterable[Data]) -> str:
        said = dict.fromkeys(
            self.phrase("on", device=self.say(words.find_words(f"device.{finding['device']}")))
            + self.say(finding["because"])
            for finding in findings
        )
        return "\n".join(list(said)[: 2 * QUOTES])

    def _where(self, findings: Iterable[Data]) -> str:
        return self._quotes([piece for finding in findings for piece in finding["evidence"]])

    def _quotes(self, evidence: Iterable[Data]) -> str:
        pieces = dict.fromkeys(
            "\n".join(
                filter(None, (f"「{piece['quote']}」" if piece["quote"] else "", words.shorten_url(piece["url"])))
            )
            for piece in evidence
        )
        shown = [piece for piece in pieces if piece]
        more = [self.phrase("more", n=len(shown) - QUOTES)] if len(shown) > QUOTES else []
        return "\n".join([*shown[:QUOTES], *more])

    def _earlier(self, subject: str, held: Sequence[Data], told: Callable[[Data], str]) -> list[str]:
        """All earlier decisions: those that hold, those their own assessor has replaced, those that no longer hold."""
        last = {row["assessor"]: row for row in sorted(held, key=lambda row: row["at"])}
        lines = [told(row) + ("" if last[row["assessor"]] is row else self.phrase("revised")) for row in held]
        return lines + [told(row) + self.phrase("unused") for row in self._unused.get(subject, ())]

    def _decision(self, said: Data) -> str:
        value = f" {words.format_number(said['value'], 2)}" if said["verdict"] == "partial" else ""
        return self._signed(said, self.verdict(said["verdict"]) + value)

    def _signed(self, said: Data, verdict: str) -> str:
        mark = self.phrase("carried") if said["carried"] else ""
        return self.phrase(
            "signed",
            at=render_text(format_with_zone(said["at"]), self.lang),
            who=said["assessor"],
            verdict=verdict + mark,
            why=said["reason"],
        )

    def _pictures(self, findings: Iterable[Data]) -> tuple[SheetPicture, ...]:
        most = load_sheet_settings()["pictures"]["most_an_item"]
        figures: dict[int, Figure] = {}
        for piece in (piece for finding in findings for piece in finding["evidence"]):
            figure = self._album.figure(piece["view"], piece["box"])
            if figure is not None:
                figures.setdefault(figure.number, figure)
        return tuple(
            SheetPicture(base64.b64decode(figure.data.partition(",")[2]), figure.width, figure.height)
            for figure in list(figures.values())[:most]
        )

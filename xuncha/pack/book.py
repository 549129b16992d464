"""findings.xlsx: items, findings with their evidence, what was seen and what was not, and what persons decided, as tables.

No word of a page becomes a formula or a link (``xuncha.workbook``). Equal facts give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from probes.finding import Text
from xuncha import workbook
from xuncha.pack.parts import Facts, Part
from xuncha.pack.steps import state_words
from xuncha.pack.wording import joined, named, seconds, table, text
from xuncha.workbook import Cell, Sheet

NAME = "findings.xlsx"
Data = Mapping[str, Any]
Pictures = Mapping[tuple[str, int], str]  # by id of finding and place of its evidence: the crop in the pack
Row = list[Cell]


def parts(facts: Facts, pictures: Pictures | None = None) -> Iterator[Part]:
    """The one part. ``pictures`` names the crops that are in the pack; without them evidence points to pages and boxes alone."""
    record = facts.record
    sheets = [
        _sheet("items", (_item(record, item) for item in record["items"]), frozen=2),
        _sheet("findings", _findings(record), frozen=2),
        _sheet("evidence", _evidence(record, pictures or {})),
        *(_sheet(key, map(row, record[key])) for key, row in _SEEN.items()),
        _sheet("decisions", _decisions(record)),
        _sheet("documents", _documents(record)),
    ]
    given = {
        "audit": record["audit"]["id"], "platform": record["target"]["name"], "url": record["target"]["url"],
        "judged": seconds(record["audit"]["judged_at"]), "ruleset": record["ruleset"],
    }  # fmt: skip
    about = table("book")["help"]
    lines = [(name, line.format(**given)) for name, line in about["lines"]]
    yield Part(NAME, workbook.content(sheets, facts.made_at, (about["name"], lines)))


def _sheet(key: str, rows: Iterator[Row], frozen: int = 1) -> Sheet:
    said = table("book")[key]
    return Sheet(said["name"], said["heads"], list(rows), frozen)


def _item(record: Data, item: Data) -> Row:
    suggested, machine = item["suggested"], item["machine"]
    return [
        item["item"], _both(item["name"]), _word(named("class", item["class"])), item["weight"],
        _verdict(record, item["verdict"]), item["value"], item["low"], item["high"],
        _verdict(record, suggested["verdict"]) if suggested else None, _verdict(record, machine["verdict"]) if machine else None,
        _yes(item["confirmed"]), item["looks"], item["because"]["zh"], item["because"]["en"], _both(item["question"]),
        _both(item["remedy"]), item["text"],
    ]  # fmt: skip


def _findings(record: Data) -> Iterator[Row]:
    """A row a check and finding; a check without any has one of its own."""
    by_id = {found["id"]: found for found in record["findings"]}
    for item in record["items"]:
        for check in item["checks"]:
            about: Row = [
                item["item"], check["id"], _both(check["name"]), check["points"], check["of"], _outcome(check["outcome"]),
                check["seen_in"],
            ]  # fmt: skip
            found = [by_id[id] for id in check["findings"] if id in by_id]
            for each in found:
                yield [*about, *_finding(each)]
            if not found:
                yield [*about, *(None,) * 11]


def _finding(found: Data) -> Row:
    values = json.dumps(found["values"], ensure_ascii=False, sort_keys=True) if found["values"] else None
    return [
        found["id"], found["probe"], _word(named("device", found["device"])), found["look"], _outcome(found["outcome"]),
        found["fraction"], _yes(found["by_absence"]), found["because"]["zh"], found["because"]["en"], values,
        len(found["evidence"]),
    ]  # fmt: skip


def _evidence(record: Data, pictures: Pictures) -> Iterator[Row]:
    shown = {view["id"]: _picture(view) for view in record["views"]}
    for found in record["findings"]:
        items = "、".join(dict.fromkeys(count["item"] for count in found["counts"]))
        for number, each in enumerate(found["evidence"]):
            data = f"views/{each['view']}.json" if each["view"] in shown else None
            yield [
                found["id"], items, number + 1, each["view"], each["url"], each["quote"], each["selector"],
                *(each["box"] or (None,) * 4), pictures.get((found["id"], number)), shown.get(each["view"]), data,
                each["sha256"],
            ]  # fmt: skip


def _view(view: Data) -> Row:
    lacks = joined(tuple(named("lacks", each) for each in view["lacks"]), "；", "; ")
    return [
        view["id"], *_place(view), seconds(view["at"]), view["status"], view["asked"], view["url"], view["title"],
        _word(named("found_by", view["found_by"])), view["clicks"], " → ".join(view["path"]), view["by"], view["width"],
        view["height"], view["screenshot_scale"], _picture(view), view["screenshot"], _word(lacks),
    ]  # fmt: skip


def _gap(gap: Data) -> Row:
    return [
        *_place(gap), seconds(gap["at"]) if gap["at"] else None, _word(named("gaps", gap["reason"])),
        _yes(gap["reason"] == "not_offered"), gap["url"], gap["because"]["zh"], gap["because"]["en"], gap["detail"],
    ]  # fmt: skip


def _fetch(fetch: Data) -> Row:
    purpose = table("steps")["purpose"].get(fetch["purpose"])
    return [
        fetch["id"], _word(text(purpose)) if purpose else fetch["purpose"], fetch["look"], seconds(fetch["at"]),
        fetch["asked"], fetch["url"], fetch["status"], fetch["seconds"], fetch["media"], fetch["body"], fetch["error"],
    ]  # fmt: skip


def _timing(load: Data) -> Row:
    measured = ("ttfb_ms", "fcp_ms", "lcp_ms", "cls", "tbt_ms", "load_ms", "connect_ms", "control_ms")
    return [
        _word(named("roles", load["role"])), _word(named("device", load["device"])), load["look"], load["run"],
        seconds(load["at"]), load["url"], _yes(load["ok"]), *(load[name] for name in measured), load["error"],
    ]  # fmt: skip


def _host(host: Data) -> Row:
    tls = host["tls"]

    def told(name: str) -> Cell:
        value = tls.get(name)
        return _yes(value) if isinstance(value, bool) else None if value is None else str(value)

    names = (
        "subject",
        "issuer",
        "not_before",
        "not_after",
        "chain_valid",
        "name_matches",
        "protocol",
        "sha256",
        "error",
    )
    return [host["host"], "\n".join(host["addresses"]), *map(told, names)]


_SEEN: Mapping[str, Callable[[Data], Row]] = {
    "views": _view, "gaps": _gap, "fetches": _fetch, "timings": _timing, "hosts": _host,
}  # fmt: skip


def _decisions(record: Data) -> Iterator[Row]:
    for item in record["items"]:
        for each in item["decisions"]:
            verdict, papers = _verdict(record, each["verdict"]), "\n".join(each["documents"])
            yield [item["item"], _said("item"), verdict, each["value"], *_signed(each), each["reference"], papers]
    for line in record["red_lines"]:
        for each in line["decisions"]:
            yield [line["id"], _said("line"), _yes(each["confirmed"]), None, *_signed(each), each["second_audit"], None]
    for each in record["flag_decisions"]:
        name = _both(each["name"]) or each["flag"]
        yield [name, _said("flag"), _yes(each["value"]), None, *_signed(each), None, None]


def _signed(said: Data) -> Row:
    return [said["assessor"], seconds(said["at"]), said["reason"], _yes(said["carried"]), said["audit"]]


def _documents(record: Data) -> Iterator[Row]:
    for item in record["items"]:
        for each in item["documents"]:
            shown = seconds(each["shown_at"]) if each["shown_at"] else None
            yield [
                item["item"], each["name"], each["media"], each["size"], each["sha256"], seconds(each["filed_at"]),
                each["filed_by"], each["note"], each["device"], shown, f"decisions/{item['item']}/{each['sha256'][:8]}-…",
            ]  # fmt: skip


def _place(thing: Data) -> Row:
    return [
        _word(named("roles", thing["role"])), _word(state_words(thing["state"])), _word(named("device", thing["device"])),
        thing["look"],
    ]  # fmt: skip


def _picture(view: Data) -> str | None:
    return f"screenshots/{view['id']}.jpg" if view["screenshot"] else None


def _verdict(record: Data, verdict: str) -> str:
    return _both(record["standard"]["verdicts"][verdict]) or verdict


def _outcome(outcome: str) -> str:
    return _word(named("outcome", outcome))


def _yes(value: bool) -> str:
    return _said("yes" if value else "no")


def _said(key: str) -> str:
    return _word(text(table("book")["words"][key]))


def _both(words: Data | None) -> str | None:
    return _word(Text(words["zh"], words["en"])) if words else None


def _word(words: Text) -> str:
    """Chinese, and English behind it where it is another word."""
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"

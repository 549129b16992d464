"""findings.xlsx: items, findings with evidence, what was seen and what was not, and people's decisions, as tables.

No page text becomes a formula or a link (``xuncha.reports.table_files``). Equal facts give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from probes.finding import Text
from xuncha.pack.documents.visit_steps import describe_page_state
from xuncha.pack.documents.wording import combine_texts, format_seconds, format_text, load_words_table, name_member
from xuncha.pack.parts import DocumentFacts, PackPart
from xuncha.reports import table_files
from xuncha.reports.table_files import Cell, TableSheet

NAME = "findings.xlsx"
Data = Mapping[str, Any]
Pictures = Mapping[tuple[str, int], str]  # the crop in the pack, by finding id and index of its evidence
Row = list[Cell]


def make_workbook(facts: DocumentFacts, pictures: Pictures | None = None) -> Iterator[PackPart]:
    """The one part. ``pictures`` names the crops in the pack; without them evidence gives pages and boxes only."""
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
        "judged": format_seconds(record["audit"]["judged_at"]), "ruleset": record["ruleset"],
    }  # fmt: skip
    about = load_words_table("book")["help"]
    lines = [(name, line.format(**given)) for name, line in about["lines"]]
    yield PackPart(NAME, table_files.render_workbook(sheets, facts.made_at, (about["name"], lines)))


def _sheet(key: str, rows: Iterator[Row], frozen: int = 1) -> TableSheet:
    said = load_words_table("book")[key]
    return TableSheet(said["name"], said["heads"], list(rows), frozen)


def _item(record: Data, item: Data) -> Row:
    suggested, machine = item["suggested"], item["machine"]
    return [
        item["item"], _both(item["name"]), _word(name_member("class", item["class"])), item["weight"],
        _verdict(record, item["verdict"]), item["value"], item["low"], item["high"],
        _verdict(record, suggested["verdict"]) if suggested else None, _verdict(record, machine["verdict"]) if machine else None,
        _yes(item["confirmed"]), item["looks"], item["because"]["zh"], item["because"]["en"], _both(item["question"]),
        _both(item["remedy"]), item["text"],
    ]  # fmt: skip


def _findings(record: Data) -> Iterator[Row]:
    """A row for each check and finding; a check without findings has one of its own."""
    by_id = {found["id"]: found for found in record["findings"]}
    for item in record["items"]:
        for check in item["checks"]:
            about: Row = [
                item["item"], check["id"], _both(check["name"]), check["points"], check["of"], _outcome(check["outcome"]),
                check["seen_in"],
            ]  # fmt: skip
            found = [by_id[id] for id in check["findings"] if id in by_id]
            for finding in found:
                yield [*about, *_finding(finding)]
            if not found:
                yield [*about, *(None,) * 11]


def _finding(found: Data) -> Row:
    values = json.dumps(found["values"], ensure_ascii=False, sort_keys=True) if found["values"] else None
    return [
        found["id"], found["probe"], _word(name_member("device", found["device"])), found["look"], _outcome(found["outcome"]),
        found["fraction"], _yes(found["by_absence"]), found["because"]["zh"], found["because"]["en"], values,
        len(found["evidence"]),
    ]  # fmt: skip


def _evidence(record: Data, pictures: Pictures) -> Iterator[Row]:
    shown = {view["id"]: _picture(view) for view in record["views"]}
    for found in record["findings"]:
        items = "、".join(dict.fromkeys(count["item"] for count in found["counts"]))
        for number, piece in enumerate(found["evidence"]):
            data = f"views/{piece['view']}.json" if piece["view"] in shown else None
            yield [
                found["id"], items, number + 1, piece["view"], piece["url"], piece["quote"], piece["selector"],
                *(piece["box"] or (None,) * 4), pictures.get((found["id"], number)), shown.get(piece["view"]), data,
                piece["sha256"],
            ]  # fmt: skip


def _view(view: Data) -> Row:
    lacks = combine_texts(tuple(name_member("lacks", lack) for lack in view["lacks"]), "；", "; ")
    return [
        view["id"], *_place(view), format_seconds(view["at"]), view["status"], view["asked"], view["url"], view["title"],
        _word(name_member("found_by", view["found_by"])), view["clicks"], " → ".join(view["path"]), view["by"], view["width"],
        view["height"], view["screenshot_scale"], _picture(view), view["screenshot"], _word(lacks),
    ]  # fmt: skip


def _gap(gap: Data) -> Row:
    return [
        *_place(gap), format_seconds(gap["at"]) if gap["at"] else None, _word(name_member("gaps", gap["reason"])),
        _yes(gap["reason"] == "not_offered"), gap["url"], gap["because"]["zh"], gap["because"]["en"], gap["detail"],
    ]  # fmt: skip


def _fetch(fetch: Data) -> Row:
    purpose = load_words_table("steps")["purpose"].get(fetch["purpose"])
    return [
        fetch["id"], _word(format_text(purpose)) if purpose else fetch["purpose"], fetch["look"], format_seconds(fetch["at"]),
        fetch["asked"], fetch["url"], fetch["status"], fetch["seconds"], fetch["media"], fetch["body"], fetch["error"],
    ]  # fmt: skip


def _timing(load: Data) -> Row:
    measured = ("ttfb_ms", "fcp_ms", "lcp_ms", "cls", "tbt_ms", "load_ms", "connect_ms", "control_ms")
    return [
        _word(name_member("roles", load["role"])), _word(name_member("device", load["device"])), load["look"], load["run"],
        format_seconds(load["at"]), load["url"], _yes(load["ok"]), *(load[name] for name in measured), load["error"],
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
        for decision in item["decisions"]:
            verdict, papers = _verdict(record, decision["verdict"]), "\n".join(decision["documents"])
            yield [
                item["item"],
                _said("item"),
                verdict,
                decision["value"],
                *_signed(decision),
                decision["reference"],
                papers,
            ]
    for line in record["red_lines"]:
        for decision in line["decisions"]:
            yield [
                line["id"],
                _said("line"),
                _yes(decision["confirmed"]),
                None,
                *_signed(decision),
                decision["second_audit"],
                None,
            ]
    for decision in record["flag_decisions"]:
        name = _both(decision["name"]) or decision["flag"]
        yield [name, _said("flag"), _yes(decision["value"]), None, *_signed(decision), None, None]


def _signed(said: Data) -> Row:
    return [said["assessor"], format_seconds(said["at"]), said["reason"], _yes(said["carried"]), said["audit"]]


def _documents(record: Data) -> Iterator[Row]:
    for item in record["items"]:
        for document in item["documents"]:
            shown = format_seconds(document["shown_at"]) if document["shown_at"] else None
            yield [
                item["item"], document["name"], document["media"], document["size"], document["sha256"], format_seconds(document["filed_at"]),
                document["filed_by"], document["note"], document["device"], shown, f"decisions/{item['item']}/{document['sha256'][:8]}-…",
            ]  # fmt: skip


def _place(thing: Data) -> Row:
    return [
        _word(name_member("roles", thing["role"])), _word(describe_page_state(thing["state"])), _word(name_member("device", thing["device"])),
        thing["look"],
    ]  # fmt: skip


def _picture(view: Data) -> str | None:
    return f"screenshots/{view['id']}.jpg" if view["screenshot"] else None


def _verdict(record: Data, verdict: str) -> str:
    return _both(record["standard"]["verdicts"][verdict]) or verdict


def _outcome(outcome: str) -> str:
    return _word(name_member("outcome", outcome))


def _yes(value: bool) -> str:
    return _said("yes" if value else "no")


def _said(key: str) -> str:
    return _word(format_text(load_words_table("book")["words"][key]))


def _both(words: Data | None) -> str | None:
    return _word(Text(words["zh"], words["en"])) if words else None


def _word(words: Text) -> str:
    """Chinese, followed by English where that is another word."""
    return words.zh if words.zh == words.en else f"{words.zh} {words.en}"

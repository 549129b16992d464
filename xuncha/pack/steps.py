"""A visit told as steps in the order they happened, to the second: what was opened, with what result, and where it lies in the pack.

Rules on electronic evidence ask for the steps by which data were reached and for the date, time, tools and method of each
(sources in minutes.toml). Pure: it reads the record, which is masked already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from probes.finding import Text
from xuncha.pack.parts import Facts
from xuncha.pack.wording import joined, named, plain, table, text

Data = Mapping[str, Any]
_TITLE, _DETAIL, _RULESET = 80, 300, 12  # characters shown
_NONE = Text("", "")


class Kind(StrEnum):
    """What a step was; of steps of one moment the earlier kind comes first."""

    BEGAN = "began"
    CHECKED = "checked"
    SECOND = "second"
    FETCH = "fetch"
    VIEW = "view"
    GAP = "gap"
    TIMING = "timing"
    FINISHED = "finished"
    JUDGED = "judged"
    DOCUMENT = "document"
    DECISION = "decision"
    PACKED = "packed"


_ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Step:
    """``at`` is None where the record does not say when; ``files`` are names in the pack, without regard to whether they were kept."""

    at: datetime | None
    kind: Kind
    what: Text
    where: str = ""
    result: Text = _NONE
    files: tuple[str, ...] = ()
    look: int = 0


def steps(facts: Facts) -> tuple[Step, ...]:
    """All of them. Steps without a time stand where looking had ended."""
    record = facts.record
    ended = _at(record["finished_at"])
    found = [*_seen(record), *_said(record), Step(facts.made_at, Kind.PACKED, _words("packed"))]
    return tuple(sorted(found, key=lambda step: (step.at or ended, _ORDER[step.kind])))


def gate(said: str) -> Text:
    """What is known of the gate before the visit."""
    entry = table("steps")["gate"].get(said)
    return text(entry) if entry else Text(plain(said), plain(said))


def _seen(record: Data) -> Iterator[Step]:
    """From the begin of the visit to its end."""
    began, ended = _at(record["started_at"]), _at(record["finished_at"])
    earlier = any(_at(view["at"]) < began for view in record["views"])
    yield Step(began, Kind.BEGAN, _words("resumed" if earlier else "began"), plain(record["target"]["url"]))
    around = record["environment"]
    if around.get("checked_at"):
        result = gate(around.get("gate", ""))
        yield Step(max(_at(around["checked_at"]), began), Kind.CHECKED, _words("checked"), result=result)
    looked = [_view(view) for view in record["views"]] + list(_gaps(record["gaps"]))
    looked += [_fetch(fetch) for fetch in record["fetches"]] + [_timing(timing) for timing in record["timings"]]
    again = [step.at for step in looked if step.look > 1 and step.at is not None]
    if again:
        yield Step(min(again), Kind.SECOND, _words("second"))
    yield from looked
    yield Step(ended, Kind.FINISHED, _words("finished"))


def _view(view: Data) -> Step:
    by = _words("by_hand", name=plain(view["by"])) if view["by"] else named("found_by", view["found_by"])
    said = [_status(view["status"])]
    if view["title"].strip():
        said.append(_result("title", title=_cut(view["title"], _TITLE)))
    if view["lacks"]:
        lacks = joined(tuple(named("lacks", each) for each in view["lacks"]), "、", ", ")
        said.append(Text(_result("lacks", lacks=lacks.zh).zh, _result("lacks", lacks=lacks.en).en))
    files = (f"screenshots/{view['id']}.jpg",) if view["screenshot"] else ()
    return Step(
        _at(view["at"]), Kind.VIEW, joined((_place(view), _look(view), by)), _where(view), joined(tuple(said)),
        (*files, f"views/{view['id']}.json"), view["look"],
    )  # fmt: skip


def _gaps(gaps: list[Data]) -> Iterator[Step]:
    """Gaps of one second, reason and address are one step: a wall before the home page leaves dozens at once."""
    alike: dict[tuple[object, ...], list[Data]] = {}
    pictures: dict[str, str] = {}  # each different one lies in the pack once, under the number of its first gap
    for number, gap in enumerate(gaps, 1):
        if gap["screenshot"]:
            pictures.setdefault(gap["screenshot"], f"screenshots/gap-{number}.jpg")
        second = gap["at"][:19] if gap["at"] else None
        alike.setdefault((second, gap["reason"], gap["detail"], gap["url"], gap["look"]), []).append(gap)
    for same in alike.values():
        gap = same[0]
        yield Step(
            _at(gap["at"]) if gap["at"] else None, Kind.GAP, joined((_places(same), _look(gap))), plain(gap["url"]),
            _why(gap), tuple(dict.fromkeys(pictures[each["screenshot"]] for each in same if each["screenshot"])), gap["look"],
        )  # fmt: skip


def _places(gaps: list[Data]) -> Text:
    """Where several pages are missing, their names by device and state."""
    if len(gaps) == 1:
        return _place(gaps[0])
    by: dict[tuple[str, str], dict[str, None]] = {}
    for gap in gaps:
        by.setdefault((gap["device"], gap["state"]), {})[gap["role"]] = None
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}  # mostly both devices lack the same
    for (device, state), roles in by.items():
        alike.setdefault((state, tuple(sorted(roles))), []).append(device)
    zh, en = [], []
    for (state, names), devices in alike.items():
        on = joined(tuple(named("device", each) for each in sorted(devices)), "、", ", ")
        where, pages = joined((on, state_words(state)), " "), [named("roles", each) for each in names]
        zh.append(f"{where.zh}：{'、'.join(each.zh for each in pages)}")
        en.append(f"{where.en}: {', '.join(each.en for each in pages)}")
    several = _result("several", n=len(gaps))
    return Text(several.zh + "；".join(zh), several.en + "; ".join(en))


def _why(gap: Data) -> Text:
    """The reason without the name of the page, which stands beside it."""
    zh, en = gap["because"]["zh"], gap["because"]["en"]
    zh, en = zh.partition("未能查看：")[2] or zh, en.partition(" was not seen: ")[2] or en
    return Text(_cut(zh, _DETAIL), _cut(en, _DETAIL))


def _fetch(fetch: Data) -> Step:
    entry = table("steps")["purpose"].get(fetch["purpose"])
    what = text(entry) if entry else Text(plain(fetch["purpose"]), plain(fetch["purpose"]))
    said = [_status(fetch["status"]), _result("took", seconds=f"{fetch['seconds']:.2f}")]
    if fetch["error"]:
        said.append(_result("failed", error=_cut(fetch["error"], _DETAIL)))
    return Step(
        _at(fetch["at"]), Kind.FETCH, joined((what, _look(fetch))), _where(fetch), joined(tuple(said)),
        look=fetch["look"],
    )  # fmt: skip


def _timing(load: Data) -> Step:
    what = joined((named("roles", load["role"]), named("device", load["device"]), _words("run", run=load["run"])))
    if load["ok"]:
        told = _result("measured", ttfb=_ms(load["ttfb_ms"]), lcp=_ms(load["lcp_ms"]), load=_ms(load["load_ms"]))
    else:
        told = _result("failed", error=_cut(load["error"], _DETAIL))
    return Step(_at(load["at"]), Kind.TIMING, what, plain(load["url"]), told, look=load["look"])


def _said(record: Data) -> Iterator[Step]:
    """What came after: judging, papers and persons."""
    audit = record["audit"]
    judged = "rejudged" if audit["rejudged_from"] else "judged"
    yield Step(_at(audit["judged_at"]), Kind.JUDGED, _words(judged, ruleset=record["ruleset"][:_RULESET]))
    for item in record["items"]:
        for paper in item["documents"]:
            by = plain(paper["filed_by"] or "") or None
            given = {"item": item["item"], "name": plain(paper["name"])}
            yield Step(_at(paper["filed_at"]), Kind.DOCUMENT, _signed("document", by, **given))
        for each in item["decisions"]:
            verdict = record["standard"]["verdicts"][each["verdict"]]
            said = _worded("decision", each, verdict, item=item["item"])
            yield Step(_at(each["at"]), Kind.DECISION, said)
    for line in record["red_lines"]:
        for each in line["decisions"]:
            verdict = table("steps")["what"]["confirmed" if each["confirmed"] else "rejected"]
            yield Step(_at(each["at"]), Kind.DECISION, _worded("line", each, verdict, line=line["id"]))
    for each in record["flag_decisions"]:
        verdict = table("steps")["what"]["yes" if each["value"] else "no"]
        name = each["name"] or {"zh": each["flag"], "en": each["flag"]}
        zh = _worded("flag", each, verdict, flag=plain(name["zh"])).zh
        yield Step(_at(each["at"]), Kind.DECISION, Text(zh, _worded("flag", each, verdict, flag=plain(name["en"])).en))


def _worded(key: str, said: Data, verdict: Data, **given: object) -> Text:
    by, carried = plain(said["assessor"]), _words("carried") if said["carried"] else _NONE
    zh, en = _words(key, by=by, verdict=verdict["zh"], **given), _words(key, by=by, verdict=verdict["en"], **given)
    return Text(zh.zh + carried.zh, en.en + carried.en)


def _signed(key: str, by: str | None, **given: object) -> Text:
    nobody = _words("nobody")
    return Text(_words(key, by=by or nobody.zh, **given).zh, _words(key, by=by or nobody.en, **given).en)


def _place(thing: Data) -> Text:
    role, device = named("roles", thing["role"]), named("device", thing["device"])
    return joined((role, state_words(thing["state"]), device), " ")


def state_words(state: str) -> Text:
    """What a state is called."""
    return named("state", state)


def _look(thing: Data) -> Text:
    return _words("look", look=thing["look"]) if thing["look"] > 1 else _NONE


def _where(thing: Data) -> str:
    """The address that answered; the one that was asked before it where another one did."""
    asked, url = plain(thing["asked"]), plain(thing["url"])
    return url if asked in (url, "") else f"{asked} → {url}" if url else asked


def _status(status: int | None) -> Text:
    return _result("no_status") if status is None else _result("status", status=status)


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _cut(words: str, most: int) -> str:
    line = plain(words)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _words(key: str, **values: object) -> Text:
    return text(table("steps")["what"][key], **values)


def _result(key: str, **values: object) -> Text:
    return text(table("steps")["result"][key], **values)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)

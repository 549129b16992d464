"""A visit as steps in the order they happened: what was opened, the result, and where it is in the pack.

Times are to the second. Rules on electronic evidence ask for the steps by which data were reached, and for the date,
time, tools and method of each (sources in minutes.toml). Pure: it reads the record, which is masked already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from probes.finding import Text
from xuncha.pack.documents.wording import combine_texts, flatten_line, format_text, load_words_table, name_member
from xuncha.pack.parts import DocumentFacts
from xuncha.reports.missed import is_missed

Data = Mapping[str, Any]
_TITLE, _DETAIL, _RULESET = 80, 300, 12  # characters shown
_NONE = Text("", "")


class StepKind(StrEnum):
    """What a step was; of steps at the same moment the earlier kind comes first."""

    BEGAN = "began"
    CHECKED = "checked"
    SECOND = "second"
    FETCH = "fetch"
    VIEW = "view"
    GAP = "gap"
    NOTHING = "nothing"  # an act that found nothing to do
    TIMING = "timing"
    FINISHED = "finished"
    JUDGED = "judged"
    DOCUMENT = "document"
    DECISION = "decision"
    PACKED = "packed"


_ORDER = {kind: place for place, kind in enumerate(StepKind)}


@dataclass(frozen=True, slots=True)
class VisitStep:
    """``at`` is None where the record has no time; ``files`` are names in the pack, whether or not they were kept."""

    at: datetime | None
    kind: StepKind
    what: Text
    where: str = ""
    result: Text = _NONE
    files: tuple[str, ...] = ()
    look: int = 0


def list_visit_steps(facts: DocumentFacts) -> tuple[VisitStep, ...]:
    """All steps. Those without a time come at the end of the visit."""
    record = facts.record
    ended = _at(record["finished_at"])
    found = [*_seen(record), *_said(record), VisitStep(facts.made_at, StepKind.PACKED, _words("packed"))]
    return tuple(sorted(found, key=lambda step: (step.at or ended, _ORDER[step.kind])))


def describe_gate(said: str) -> Text:
    """How the egress proxy answered to an address that it must refuse, as checked before the visit."""
    entry = load_words_table("steps")["gate"].get(said)
    return format_text(entry) if entry else Text(flatten_line(said), flatten_line(said))


def _seen(record: Data) -> Iterator[VisitStep]:
    """From the beginning of the visit to its end."""
    began, ended = _at(record["started_at"]), _at(record["finished_at"])
    earlier = any(_at(view["at"]) < began for view in record["views"])
    yield VisitStep(
        began, StepKind.BEGAN, _words("resumed" if earlier else "began"), flatten_line(record["target"]["url"])
    )
    around = record["environment"]
    if around.get("checked_at"):
        result = describe_gate(around.get("gate", ""))
        yield VisitStep(max(_at(around["checked_at"]), began), StepKind.CHECKED, _words("checked"), result=result)
    looked = [_view(view) for view in record["views"]] + list(_gaps(record["gaps"]))
    looked += [_fetch(fetch) for fetch in record["fetches"]] + [_timing(timing) for timing in record["timings"]]
    again = [step.at for step in looked if step.look > 1 and step.at is not None]
    if again:
        yield VisitStep(min(again), StepKind.SECOND, _words("second"))
    yield from looked
    yield VisitStep(ended, StepKind.FINISHED, _words("finished"))


def _view(view: Data) -> VisitStep:
    by = _words("by_hand", name=flatten_line(view["by"])) if view["by"] else name_member("found_by", view["found_by"])
    said = [_status(view["status"])]
    if view["title"].strip():
        said.append(_result("title", title=_cut(view["title"], _TITLE)))
    if view["lacks"]:
        lacks = combine_texts(tuple(name_member("lacks", lack) for lack in view["lacks"]), "、", ", ")
        said.append(Text(_result("lacks", lacks=lacks.zh).zh, _result("lacks", lacks=lacks.en).en))
    files = (f"screenshots/{view['id']}.jpg",) if view["screenshot"] else ()
    return VisitStep(
        _at(view["at"]), StepKind.VIEW, combine_texts((_place(view), _look(view), by)), _where(view), combine_texts(tuple(said)),
        (*files, f"views/{view['id']}.json"), view["look"],
    )  # fmt: skip


def _gaps(gaps: list[Data]) -> Iterator[VisitStep]:
    """Gaps of the same second, reason and address are one step: a wall before the home page leaves dozens at once."""
    alike: dict[tuple[object, ...], list[Data]] = {}
    pictures: dict[str, str] = {}  # each different one is in the pack once, under the number of its first gap
    for number, gap in enumerate(gaps, 1):
        if gap["screenshot"]:
            pictures.setdefault(gap["screenshot"], f"screenshots/gap-{number}.jpg")
        second = gap["at"][:19] if gap["at"] else None
        missed = is_missed(gap["reason"], gap["state"])
        alike.setdefault((second, gap["reason"], gap["detail"], gap["url"], gap["look"], missed), []).append(gap)
    for same in alike.values():
        gap = same[0]
        kind = StepKind.GAP if is_missed(gap["reason"], gap["state"]) else StepKind.NOTHING
        yield VisitStep(
            _at(gap["at"]) if gap["at"] else None, kind, combine_texts((_places(same), _look(gap))), flatten_line(gap["url"]),
            _why(gap), tuple(dict.fromkeys(pictures[row["screenshot"]] for row in same if row["screenshot"])), gap["look"],
        )  # fmt: skip


def _places(gaps: list[Data]) -> Text:
    """Where several pages are missing, their names by device and state."""
    if len(gaps) == 1:
        return _place(gaps[0])
    by: dict[tuple[str, str], dict[str, None]] = {}
    for gap in gaps:
        by.setdefault((gap["device"], gap["state"]), {})[gap["role"]] = None
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}  # usually both devices lack the same
    for (device, state), roles in by.items():
        alike.setdefault((state, tuple(sorted(roles))), []).append(device)
    zh, en = [], []
    for (state, names), devices in alike.items():
        on = combine_texts(tuple(name_member("device", device) for device in sorted(devices)), "、", ", ")
        where, pages = (
            combine_texts((on, describe_page_state(state)), " "),
            [name_member("roles", name) for name in names],
        )
        zh.append(f"{where.zh}：{'、'.join(page.zh for page in pages)}")
        en.append(f"{where.en}: {', '.join(page.en for page in pages)}")
    several = _result("several", n=len(gaps))
    return Text(several.zh + "；".join(zh), several.en + "; ".join(en))


def _why(gap: Data) -> Text:
    """The reason without the page's name, which stands beside it."""
    zh, en = gap["because"]["zh"], gap["because"]["en"]
    zh, en = zh.partition("未能查看：")[2] or zh, en.partition(" was not seen: ")[2] or en
    return Text(_cut(zh, _DETAIL), _cut(en, _DETAIL))


def _fetch(fetch: Data) -> VisitStep:
    entry = load_words_table("steps")["purpose"].get(fetch["purpose"])
    what = format_text(entry) if entry else Text(flatten_line(fetch["purpose"]), flatten_line(fetch["purpose"]))
    said = [_status(fetch["status"]), _result("took", seconds=f"{fetch['seconds']:.2f}")]
    if fetch["error"]:
        said.append(_result("failed", error=_cut(fetch["error"], _DETAIL)))
    return VisitStep(
        _at(fetch["at"]), StepKind.FETCH, combine_texts((what, _look(fetch))), _where(fetch), combine_texts(tuple(said)),
        look=fetch["look"],
    )  # fmt: skip


def _timing(load: Data) -> VisitStep:
    what = combine_texts(
        (name_member("roles", load["role"]), name_member("device", load["device"]), _words("run", run=load["run"]))
    )
    if load["ok"]:
        told = _result("measured", ttfb=_ms(load["ttfb_ms"]), lcp=_ms(load["lcp_ms"]), load=_ms(load["load_ms"]))
    else:
        told = _result("failed", error=_cut(load["error"], _DETAIL))
    return VisitStep(_at(load["at"]), StepKind.TIMING, what, flatten_line(load["url"]), told, look=load["look"])


def _said(record: Data) -> Iterator[VisitStep]:
    """What came after the visit: judging, documents and people."""
    audit = record["audit"]
    judged = "rejudged" if audit["rejudged_from"] else "judged"
    yield VisitStep(_at(audit["judged_at"]), StepKind.JUDGED, _words(judged, ruleset=record["ruleset"][:_RULESET]))
    for item in record["items"]:
        for paper in item["documents"]:
            by = flatten_line(paper["filed_by"] or "") or None
            given = {"item": item["item"], "name": flatten_line(paper["name"])}
            yield VisitStep(_at(paper["filed_at"]), StepKind.DOCUMENT, _signed("document", by, **given))
        for decision in item["decisions"]:
            verdict = record["standard"]["verdicts"][decision["verdict"]]
            said = _worded("decision", decision, verdict, item=item["item"])
            yield VisitStep(_at(decision["at"]), StepKind.DECISION, said)
    for line in record["red_lines"]:
        for decision in line["decisions"]:
            verdict = load_words_table("steps")["what"]["confirmed" if decision["confirmed"] else "rejected"]
            yield VisitStep(_at(decision["at"]), StepKind.DECISION, _worded("line", decision, verdict, line=line["id"]))
    for decision in record["flag_decisions"]:
        verdict = load_words_table("steps")["what"]["yes" if decision["value"] else "no"]
        name = decision["name"] or {"zh": decision["flag"], "en": decision["flag"]}
        zh = _worded("flag", decision, verdict, flag=flatten_line(name["zh"])).zh
        yield VisitStep(
            _at(decision["at"]),
            StepKind.DECISION,
            Text(zh, _worded("flag", decision, verdict, flag=flatten_line(name["en"])).en),
        )


def _worded(key: str, said: Data, verdict: Data, **given: object) -> Text:
    by, carried = flatten_line(said["assessor"]), _words("carried") if said["carried"] else _NONE
    zh, en = _words(key, by=by, verdict=verdict["zh"], **given), _words(key, by=by, verdict=verdict["en"], **given)
    return Text(zh.zh + carried.zh, en.en + carried.en)


def _signed(key: str, by: str | None, **given: object) -> Text:
    nobody = _words("nobody")
    return Text(_words(key, by=by or nobody.zh, **given).zh, _words(key, by=by or nobody.en, **given).en)


def _place(thing: Data) -> Text:
    role, device = name_member("roles", thing["role"]), name_member("device", thing["device"])
    return combine_texts((role, describe_page_state(thing["state"]), device), " ")


def describe_page_state(state: str) -> Text:
    """The words for a state."""
    return name_member("state", state)


def _look(thing: Data) -> Text:
    return _words("look", look=thing["look"]) if thing["look"] > 1 else _NONE


def _where(thing: Data) -> str:
    """The address that answered, after the one that was asked where they differ."""
    asked, url = flatten_line(thing["asked"]), flatten_line(thing["url"])
    return url if asked in (url, "") else f"{asked} → {url}" if url else asked


def _status(status: int | None) -> Text:
    return _result("no_status") if status is None else _result("status", status=status)


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _cut(words: str, most: int) -> str:
    line = flatten_line(words)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _words(key: str, **values: object) -> Text:
    return format_text(load_words_table("steps")["what"][key], **values)


def _result(key: str, **values: object) -> Text:
    return format_text(load_words_table("steps")["result"][key], **values)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)

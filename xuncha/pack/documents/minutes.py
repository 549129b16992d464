"""record.docx, 电子数据提取笔录 (record of the extraction of electronic data).

It says who, what, when, by what means, on what machine, each step, each file, and has room for signatures. Its content
follows Chinese rules on electronic evidence, which ``minutes.toml`` lists with what each requires and where this record
meets it. What is not known is a blank to fill in by hand; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from probes.finding import Text
from xuncha.pack.documents.visit_steps import StepKind, VisitStep, describe_gate, list_visit_steps
from xuncha.pack.documents.word_file import WordFile
from xuncha.pack.documents.word_xml import BilingualLabel, CellContent, MonoText
from xuncha.pack.documents.wording import (
    combine_texts,
    describe_unmasked,
    flatten_line,
    format_seconds,
    format_text,
    load_words_table,
)
from xuncha.pack.parts import DocumentFacts, PackPart
from xuncha.reports.missed import count_missed

NAME = "record.docx"
Files = Sequence[tuple[str, int, str]]
_LONGEST = 300  # characters of an address or name in a table; audit.json has all of it


def make_minutes(
    facts: DocumentFacts, files: tuple[tuple[str, int, str], ...], signoffs: Sequence[Mapping[str, Any]] = ()
) -> Iterator[PackPart]:
    """The one part.

    ``files``: name, size in bytes and SHA-256 of every other file of the pack, in the order of the list; ``signoffs``: electronic
    signatures as the manifest has them.
    """
    said, record = load_words_table("minutes"), facts.record
    head = format_text(said["head"]["number"], audit=record["audit"]["id"]).zh
    made = WordFile(
        format_text(said["title"]), record["target"]["url"], facts.made_at, f"{said['title']['zh']}　{head}",
        said["head"]["sign"]["zh"], said["head"]["page"]["zh"],
    )  # fmt: skip
    made.title(format_text(said["title"]))
    _basics(made, facts)
    _around(made, facts)
    _clock(made, record["environment"])
    _hosts(made, record["hosts"])
    _ground(made)
    made.turn(landscape=True)
    _steps(made, facts, files)
    _files(made, files)
    made.turn(landscape=False)
    _end(made, signoffs)
    yield PackPart(NAME, made.data())


def _basics(made: WordFile, facts: DocumentFacts) -> None:
    said, record = load_words_table("minutes")["said"], facts.record
    by, labels = record["by"], load_words_table("minutes")["basics"]
    span = format_text(
        said["time"], began=format_seconds(record["started_at"]), ended=format_seconds(record["finished_at"])
    )
    rows: dict[str, CellContent] = {
        "audit": MonoText(record["audit"]["id"]),
        "target": _cut(record["target"]["name"]) or None,
        "url": _cut(record["target"]["url"]),
        "kind": format_text(said["kind"]),
        "time": span,
        "place": None,
        "person": _known(by["person"]),
        "body": _known(by["body"]),
        "purpose": _known(by["purpose"]),
        "authority": _known(by["authority"]),
        "witness": None,
        "other": None,
        "method": format_text(said["method"]),
        "original": format_text(said["original"]),
        "masked": combine_texts(
            (format_text(said["sealed" if facts.sealed else "masked"]), describe_unmasked(facts)), "", " "
        ),
        "made": format_text(said["made"], made=format_seconds(facts.made_at)),
    }
    made.heading(_part("basics"))
    made.table((), (4.4, 12.6), [(BilingualLabel(format_text(labels[key])), value) for key, value in rows.items()])
    for key in ("interrupted", "rejudged"):
        if record[key] if key == "interrupted" else record["audit"]["rejudged_from"]:
            made.paragraph(format_text(said[key]))


def _around(made: WordFile, facts: DocumentFacts) -> None:
    """Write about the machine, and whether it was in order."""
    said, record = load_words_table("minutes"), facts.record
    known = {**record["environment"], "ruleset": record["ruleset"], "standard": record["standard"]["version"]}
    made.heading(_part("around"))
    made.paragraph(format_text(said["around"]["about"]))
    rows = [(BilingualLabel(format_text(fact["name"])), _fact(fact, known.get(fact["key"]))) for fact in said["facts"]]
    made.table(_heads("around"), said["around"]["widths"], rows)


def _fact(about: Mapping[str, Any], value: str | None) -> CellContent:
    if not value:
        return None
    if about["key"] == "checked_at":
        return f"{format_seconds(value)}（{flatten_line(value)}）"
    if about.get("bytes") and value.isdecimal():
        return f"{int(value) / 1e9:.1f} GB（{int(value):,} 字节 bytes）"
    if about.get("mono"):
        return MonoText(flatten_line(value))
    if about["key"] == "gate":
        return describe_gate(value)
    if about["key"] == "gate_refuses":
        refused = [load_words_table("minutes")["refuses"].get(part) for part in value.split(", ")]
        words = [format_text(inner) for inner in refused if inner]
        return Text("、".join(text.zh for text in words), ", ".join(text.en for text in words))
    word = load_words_table("minutes")["values"].get(value)
    return format_text(word) if word else _cut(value)


def _clock(made: WordFile, around: Mapping[str, str]) -> None:
    said = load_words_table("minutes")["clock"]
    offset = around.get("clock_offset_seconds")
    rows: list[tuple[Text, CellContent]]
    if offset is None:
        rows = [(format_text(said["offset"]), format_text(said["absent"]))]
    elif not around.get("clock_spread_seconds"):
        rows = [
            (format_text(said["offset"]), format_text(said["unknown"])),
            (format_text(said["source"]), format_text(said["basis"])),
        ]
    else:
        counted = f"{around.get('clock_hosts', '')} / {around.get('clock_answers', '')}"
        rows = [
            (format_text(said["offset"]), format_text(said["known"], offset=flatten_line(offset))),
            (format_text(said["spread"]), flatten_line(around["clock_spread_seconds"]).replace("..", " / ")),
            (format_text(said["hosts"]), flatten_line(counted)),
            (format_text(said["source"]), format_text(said["basis"])),
        ]
    made.heading(_part("clock"))
    made.table(
        (),
        load_words_table("minutes")["around"]["widths"],
        [(BilingualLabel(label), value) for label, value in (*rows, (format_text(said["by_hand"]), None))],
    )


def _hosts(made: WordFile, hosts: Sequence[Mapping[str, Any]]) -> None:
    said = load_words_table("minutes")["hosts"]
    made.heading(_part("hosts"))
    if not hosts:
        made.paragraph(format_text(said["none"]))
        return
    made.paragraph(format_text(said["about"]))
    rows = [
        (_cut(host["host"]), _cut(", ".join(host["addresses"])) or "–", _certificate(host["tls"])) for host in hosts
    ]
    made.table(_heads("hosts"), said["widths"], rows, size=8)


def _certificate(tls: Mapping[str, Any]) -> str:
    """What a TLS handshake showed, in one line; a dash where there was none."""
    if tls.get("error"):
        return _cut(str(tls["error"]))
    span = " – ".join(str(tls[key])[:10] for key in ("not_before", "not_after") if tls.get(key))
    known = (tls.get("subject"), tls.get("issuer"), span, tls.get("sha256"))
    return _cut("；".join(str(word) for word in known if word)) or "–"


def _ground(made: WordFile) -> None:
    said = load_words_table("minutes")
    made.heading(_part("ground"))
    made.paragraph(format_text(said["grounds"]["about"]))
    rows = [(row["source"], row["asks"], row["here"]) for row in said["ground"]]
    made.table(_heads("grounds"), said["grounds"]["widths"], rows, size=8.5)


def _steps(made: WordFile, facts: DocumentFacts, files: Files) -> None:
    said, record, taken = load_words_table("minutes")["steps"], facts.record, list_visit_steps(facts)
    places = {name: place for place, (name, _, _) in enumerate(files, 1)}
    counted = {name: len(record[name]) for name in ("views", "fetches", "timings")}
    counted["gaps"] = count_missed(record["gaps"])
    made.heading(_part("steps"))
    made.paragraph(format_text(said["about"], steps=len(taken), **counted))
    kinds = load_words_table("steps")["kind"]
    rows = (_step(number, step, format_text(kinds[step.kind]), places) for number, step in enumerate(taken, 1))
    made.table(_heads("steps"), said["widths"], rows, size=8)


def _step(number: int, step: VisitStep, kind: Text, places: Mapping[str, int]) -> tuple[CellContent, ...]:
    said = load_words_table("minutes")["steps"]
    at: CellContent = format_seconds(step.at) if step.at else format_text(said["unknown"])
    lost = said["lost"]["zh"]
    kept = [f"№{places[name]} {name.rpartition('/')[2]}" if name in places else "" for name in step.files]
    named = "；".join(word for word in kept if word) or (lost if step.kind is StepKind.VIEW else "")
    return str(number), at, kind, step.what, _cut(step.where), step.result, named


def _files(made: WordFile, files: Files) -> None:
    said = load_words_table("minutes")["files"]
    made.heading(_part("files"))
    made.paragraph(format_text(said["about"], files=len(files), bytes=f"{sum(size for _, size, _ in files):,}"))
    rows = (
        (str(place), MonoText(name), _kind(name).zh, f"{size:,}", MonoText(sha))
        for place, (name, size, sha) in enumerate(files, 1)
    )
    made.table(_heads("files"), said["widths"], rows, size=7.5, pad=8)


def _kind(name: str) -> Text:
    kinds = load_words_table("minutes")["kinds"]
    return format_text(kinds.get(name.rpartition(".")[2], kinds["other"]))


def _end(made: WordFile, signoffs: Sequence[Mapping[str, Any]]) -> None:
    """Write what proves the whole, remarks and signatures."""
    said = load_words_table("minutes")
    made.heading(_part("whole"))
    for line in said["whole"]["lines"]:
        made.paragraph(format_text(line))
    made.heading(_part("remarks"))
    made.paragraph(format_text(said["remarks"]["about"]))
    made.table((), (17.0,), [("",)] * said["remarks"]["lines"], tall=0.9)
    made.heading(_part("signed"))
    if signoffs:
        _signatures(made, signoffs)
    made.paragraph(format_text(said["signed"]["about"]))
    rows = [(format_text(role), "", "", said["signed"]["date"]) for role in said["signed"]["roles"]]
    made.table(_heads("signed"), said["signed"]["widths"], rows, size=10.5, tall=1.8)


def _signatures(made: WordFile, signoffs: Sequence[Mapping[str, Any]]) -> None:
    """Write who signed electronically, when, by which proof, and the hash of the verdicts that was signed."""
    said = load_words_table("minutes")["signoffs"]
    made.paragraph(format_text(said["about"]))
    rows = [
        (
            _cut(str(signoff["who"])), format_seconds(str(signoff["at"])), format_text(said["methods"][signoff["method"]]),
            MonoText(_cut(str(signoff["digest"]))),
        )
        for signoff in signoffs
    ]  # fmt: skip
    made.table(_heads("signoffs"), said["widths"], rows, size=8)


def _part(key: str) -> Text:
    return format_text(load_words_table("minutes")["parts"][key])


def _heads(key: str) -> list[Text]:
    return [format_text(head) for head in load_words_table("minutes")[key]["heads"]]


def _known(value: str | None) -> str | None:
    """What was stated, or None: a blank to fill in."""
    return _cut(value or "") or None


def _cut(words: str) -> str:
    line = flatten_line(words)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

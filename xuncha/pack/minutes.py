"""record.docx, 电子数据提取笔录: who, what, when, by what means, on what machine, each step, each file, and room for signatures.

What it has to say comes from Chinese rules on electronic evidence, which ``minutes.toml`` names one by one with what each asks for
and where this record answers. What is not known is a blank to fill in by hand; nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from probes.finding import Text
from xuncha.pack.parts import Facts, Part
from xuncha.pack.steps import Kind, Step, gate, steps
from xuncha.pack.word_file import WordFile
from xuncha.pack.word_xml import Label, Mono, Said
from xuncha.pack.wording import joined, plain, seconds, table, text, unmasked

NAME = "record.docx"
Files = Sequence[tuple[str, int, str]]
_LONGEST = 300  # characters of an address or a name in a table; audit.json holds all


def parts(facts: Facts, files: tuple[tuple[str, int, str], ...]) -> Iterator[Part]:
    """The one part. ``files`` are name, size in bytes and SHA-256 of every other file of the pack, in the order of the list."""
    said, record = table("minutes"), facts.record
    head = text(said["head"]["number"], audit=record["audit"]["id"]).zh
    made = WordFile(
        text(said["title"]), record["target"]["url"], facts.made_at, f"{said['title']['zh']}　{head}",
        said["head"]["sign"]["zh"], said["head"]["page"]["zh"],
    )  # fmt: skip
    made.title(text(said["title"]))
    _basics(made, facts)
    _around(made, facts)
    _clock(made, record["environment"])
    _hosts(made, record["hosts"])
    _ground(made)
    made.turn(landscape=True)
    _steps(made, facts, files)
    _files(made, files)
    made.turn(landscape=False)
    _end(made)
    yield Part(NAME, made.data())


def _basics(made: WordFile, facts: Facts) -> None:
    said, record = table("minutes")["said"], facts.record
    by, labels = record["by"], table("minutes")["basics"]
    span = text(said["time"], began=seconds(record["started_at"]), ended=seconds(record["finished_at"]))
    rows: dict[str, Said] = {
        "audit": Mono(record["audit"]["id"]),
        "target": _cut(record["target"]["name"]) or None,
        "url": _cut(record["target"]["url"]),
        "kind": text(said["kind"]),
        "time": span,
        "place": None,
        "person": _known(by["person"]),
        "body": _known(by["body"]),
        "purpose": _known(by["purpose"]),
        "authority": _known(by["authority"]),
        "witness": None,
        "other": None,
        "method": text(said["method"]),
        "original": text(said["original"]),
        "masked": joined((text(said["sealed" if facts.sealed else "masked"]), unmasked(facts)), "", " "),
        "made": text(said["made"], made=seconds(facts.made_at)),
    }
    made.heading(_part("basics"))
    made.table((), (4.4, 12.6), [(Label(text(labels[key])), value) for key, value in rows.items()])
    for key in ("interrupted", "rejudged"):
        if record[key] if key == "interrupted" else record["audit"]["rejudged_from"]:
            made.paragraph(text(said[key]))


def _around(made: WordFile, facts: Facts) -> None:
    """What the machine was and whether it was in order."""
    said, record = table("minutes"), facts.record
    known = {**record["environment"], "ruleset": record["ruleset"], "standard": record["standard"]["version"]}
    made.heading(_part("around"))
    made.paragraph(text(said["around"]["about"]))
    rows = [(Label(text(each["name"])), _fact(each, known.get(each["key"]))) for each in said["facts"]]
    made.table(_heads("around"), said["around"]["widths"], rows)


def _fact(about: Mapping[str, Any], value: str | None) -> Said:
    if not value:
        return None
    if about["key"] == "checked_at":
        return f"{seconds(value)}（{plain(value)}）"
    if about.get("bytes") and value.isdecimal():
        return f"{int(value) / 1e9:.1f} GB（{int(value):,} 字节 bytes）"
    if about.get("mono"):
        return Mono(plain(value))
    if about["key"] == "gate":
        return gate(value)
    if about["key"] == "gate_refuses":
        refused = [table("minutes")["refuses"].get(each) for each in value.split(", ")]
        words = [text(each) for each in refused if each]
        return Text("、".join(each.zh for each in words), ", ".join(each.en for each in words))
    word = table("minutes")["values"].get(value)
    return text(word) if word else _cut(value)


def _clock(made: WordFile, around: Mapping[str, str]) -> None:
    said = table("minutes")["clock"]
    offset = around.get("clock_offset_seconds")
    rows: list[tuple[Text, Said]]
    if offset is None:
        rows = [(text(said["offset"]), text(said["absent"]))]
    elif not around.get("clock_spread_seconds"):
        rows = [(text(said["offset"]), text(said["unknown"])), (text(said["source"]), text(said["basis"]))]
    else:
        counted = f"{around.get('clock_hosts', '')} / {around.get('clock_answers', '')}"
        rows = [
            (text(said["offset"]), text(said["known"], offset=plain(offset))),
            (text(said["spread"]), plain(around["clock_spread_seconds"]).replace("..", " / ")),
            (text(said["hosts"]), plain(counted)),
            (text(said["source"]), text(said["basis"])),
        ]
    made.heading(_part("clock"))
    made.table(
        (),
        table("minutes")["around"]["widths"],
        [(Label(label), value) for label, value in (*rows, (text(said["by_hand"]), None))],
    )


def _hosts(made: WordFile, hosts: Sequence[Mapping[str, Any]]) -> None:
    said = table("minutes")["hosts"]
    made.heading(_part("hosts"))
    if not hosts:
        made.paragraph(text(said["none"]))
        return
    made.paragraph(text(said["about"]))
    rows = [
        (_cut(each["host"]), _cut(", ".join(each["addresses"])) or "–", _certificate(each["tls"])) for each in hosts
    ]
    made.table(_heads("hosts"), said["widths"], rows, size=8)


def _certificate(tls: Mapping[str, Any]) -> str:
    """What a handshake showed, in one line; a dash where there was none."""
    if tls.get("error"):
        return _cut(str(tls["error"]))
    span = " – ".join(str(tls[key])[:10] for key in ("not_before", "not_after") if tls.get(key))
    known = (tls.get("subject"), tls.get("issuer"), span, tls.get("sha256"))
    return _cut("；".join(str(each) for each in known if each)) or "–"


def _ground(made: WordFile) -> None:
    said = table("minutes")
    made.heading(_part("ground"))
    made.paragraph(text(said["grounds"]["about"]))
    rows = [(each["source"], each["asks"], each["here"]) for each in said["ground"]]
    made.table(_heads("grounds"), said["grounds"]["widths"], rows, size=8.5)


def _steps(made: WordFile, facts: Facts, files: Files) -> None:
    said, record, taken = table("minutes")["steps"], facts.record, steps(facts)
    places = {name: place for place, (name, _, _) in enumerate(files, 1)}
    counted = {name: len(record[name]) for name in ("views", "gaps", "fetches", "timings")}
    made.heading(_part("steps"))
    made.paragraph(text(said["about"], steps=len(taken), **counted))
    kinds = table("steps")["kind"]
    rows = (_step(number, step, text(kinds[step.kind]), places) for number, step in enumerate(taken, 1))
    made.table(_heads("steps"), said["widths"], rows, size=8)


def _step(number: int, step: Step, kind: Text, places: Mapping[str, int]) -> tuple[Said, ...]:
    said = table("minutes")["steps"]
    at: Said = seconds(step.at) if step.at else text(said["unknown"])
    lost = said["lost"]["zh"]
    kept = [f"№{places[name]} {name.rpartition('/')[2]}" if name in places else "" for name in step.files]
    named = "；".join(each for each in kept if each) or (lost if step.kind is Kind.VIEW else "")
    return str(number), at, kind, step.what, _cut(step.where), step.result, named


def _files(made: WordFile, files: Files) -> None:
    said = table("minutes")["files"]
    made.heading(_part("files"))
    made.paragraph(text(said["about"], files=len(files), bytes=f"{sum(size for _, size, _ in files):,}"))
    rows = (
        (str(place), Mono(name), _kind(name).zh, f"{size:,}", Mono(sha))
        for place, (name, size, sha) in enumerate(files, 1)
    )
    made.table(_heads("files"), said["widths"], rows, size=7.5, pad=8)


def _kind(name: str) -> Text:
    kinds = table("minutes")["kinds"]
    return text(kinds.get(name.rpartition(".")[2], kinds["other"]))


def _end(made: WordFile) -> None:
    """What proves the whole, remarks and signatures."""
    said = table("minutes")
    made.heading(_part("whole"))
    for line in said["whole"]["lines"]:
        made.paragraph(text(line))
    made.heading(_part("remarks"))
    made.paragraph(text(said["remarks"]["about"]))
    made.table((), (17.0,), [("",)] * said["remarks"]["lines"], tall=0.9)
    made.heading(_part("signed"))
    made.paragraph(text(said["signed"]["about"]))
    rows = [(text(role), "", "", said["signed"]["date"]) for role in said["signed"]["roles"]]
    made.table(_heads("signed"), said["signed"]["widths"], rows, size=10.5, tall=1.8)


def _part(key: str) -> Text:
    return text(table("minutes")["parts"][key])


def _heads(key: str) -> list[Text]:
    return [text(each) for each in table("minutes")[key]["heads"]]


def _known(value: str | None) -> str | None:
    """What was stated, or None: a blank to fill in."""
    return _cut(value or "") or None


def _cut(words: str) -> str:
    line = plain(words)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"

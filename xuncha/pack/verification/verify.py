#!/usr/bin/env python3
"""Proves an evidence pack (证据包) of Xuncha 巡查, without network or database, or says what in it is wrong.

    python verify.py PACK.zip [--key HEX] [--previous OTHER.zip] [--lang zh|en] [--json]

Needs Python 3.11 and the package ``cryptography``; read it from top to bottom. It shows, in this order: container (the zip is
built again from names and bytes), files (SHA-256 of each), signatures (Ed25519), time stamps (RFC 3161 imprints), chain (the pack
before), log (what persons did, each line by its hash), derivation (quotes occur in their pages, boxes lie in their pictures,
verdicts and scores follow by the rules included), documents (which of them were not derived). Anybody can sign a pack with a key
of their own: who did is known by --key alone. Exit code 0: proven, and signed with the key given. 4: all of it agrees, yet nobody
knows who signed it. 1: something is wrong or not proven. 2: nothing to verify (no such file, no such key).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("缺少软件包 this needs a package: pip install cryptography", file=sys.stderr)
    raise SystemExit(2) from None

OWN = MANIFEST, SIGNATURE, SEAL, SEAL_SIGNATURE = "manifest.json", "manifest.sig", "seal.json", "seal.sig"
AUDIT, DECISIONS, FILED, SOURCES = "audit.json", "decisions/decisions.json", "decisions/", "ruleset/sources.json"
LOG, LOGGED = "actions.jsonl", ("number", "at", "actor", "action", "subject", "detail", "before")
IN_BOTH = ("audit", "visit", "ruleset", "target")  # in audit.json and in the manifest
TOLD = re.compile(
    r"(report\.(html|pdf)|record\.docx|findings\.xlsx|earl\.jsonld|README\.txt|verify\.py)\Z|screenshots/findings/"
)
Table = dict[str, Any]
Found = Mapping[str, tuple[int, str]]  # size and SHA-256 of each file by name
More = Callable[["Zip", Found, Table, "Report"], None]  # holds the documents
CODES, SCHEMAS = {"proven": 0, "unproven": 1, "agreed": 4}, ("xuncha-pack/1", "xuncha-pack-seal/1")  # exit codes
# SHA-256 over name and SHA-256 of each file in ruleset/ of the packs of this version: no other rules are run. Written when a pack is
# built; the source that it is built from knows none and proves nothing.
RULES = ""
MOST, SECONDS = 64 << 20, 600  # bytes of a file that is read at once; time for the rules
PART = r"[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?"
OIDS = ("608648016503040201", "2a864886f70d010702", "2a864886f70d0109100104")
SHA256_OID, SIGNED_OID, STAMP_OID = map(bytes.fromhex, OIDS)  # as time stamps name their parts (RFC 3161)
NAME, SHA = re.compile(rf"(?=.{{1,120}}\Z){PART}(/{PART})*\Z"), re.compile(r"[0-9a-f]{64}\Z")
WORDS = {
    "container": ("容器", "container"), "files": ("文件", "files"), "signatures": ("签名", "signatures"),
    "stamps": ("时间戳", "stamps"), "chain": ("链", "chain"), "derivation": ("推导", "derivation"),
    "documents": ("文书", "documents"), "log": ("操作日志", "log"),
    "True": ("[符合] ", "[ok]    "), "False": ("[不符] ", "[WRONG] "), "None": ("[说明] ", "[note]  "),
    "proven": ("结论：各项相符，由所给密钥签名；[说明] 各项除外", "Result: proven, signed with the known key; but for the notes"),
    "agreed": ("结论：前后一致，签名者未知", "Result: consistent; signer unknown"),
    "unproven": ("结论：未能证明", "Result: NOT proven"),
    "container.ok": ("{} 个文件，逐字节与按名称和内容重建的相同", "{} files, every byte as rebuilt from names and contents"),
    "container.end": ("结尾不是证据包的结尾", "it does not end as a pack ends"),
    "container.directory": ("目录与内容的大小不符", "its directory and its content differ in size"),
    "container.differs": ("与按名称和内容重建的不同：{}", "not as rebuilt from names and contents: {}"),
    "container.names": ("名称重复或不安全：{}", "names that are unsafe or there twice: {}"),
    "container.order": ("文件顺序不对", "the files are not in their order"),
    "files.ok": ("{} 个文件均与清单相符", "all {} are as the manifest says"),
    "files.changed": ("{} 个被改：{}", "{} changed: {}"), "files.missing": ("{} 个缺失：{}", "{} missing: {}"),
    "files.extra": ("{} 个多出：{}", "{} extra: {}"), "files.absent": ("缺少 {}", "{} is missing"),
    "files.schema": ("不是本程序所知的格式：{}", "it is of a format that this program does not know: {}"),
    "files.twice": ("清单或封条中有重复的文件", "manifest or seal name a file twice"),
    "files.large": ("{} 过大", "{} is too large"), "files.json": ("{} 不是可读的 JSON", "{} is no readable JSON"),
    "signatures.ok": ("清单与封条的签名均成立，公钥 {}", "those of manifest and seal hold, by the key {}"),
    "signatures.bad": ("{} 不成立", "{} does not hold"), "signatures.seal": ("封条属于另一清单", "the seal is of another manifest"),
    "signatures.other": ("由另一密钥签名：{}", "signed with another key: {}"),
    "signatures.own": ("这是本机的密钥", "that key is one of this machine's own"),
    "signatures.unknown": ("公钥未知，不证明由谁签名：另行取得后用 --key 给出", "key unknown, so not who signed: get it by another way for --key"),
    "stamps.ok": ("{} 印记相符，{}，{}；其证书请核对：{}", "{}: the imprint holds, {}, {}; for its certificates run: {}"),
    "stamps.none": ("没有请求时间戳", "none was asked for"), "stamps.failed": ("{} 未给出：{}", "none from {}: {}"),
    "stamps.other": ("{} 不是此签名的时间戳", "{} does not stamp this signature"),
    "stamps.der": ("{} 不是 RFC 3161 时间戳", "{} is no RFC 3161 time stamp"),
    "chain.first": ("清单写明没有前一个包", "the manifest says that there was no pack before"),
    "chain.named": ("前一个包的清单为 {}，可用 --previous 核对", "the pack before has the manifest {}: hold it against --previous"),
    "chain.ok": ("前一个包正是清单所写", "the pack before is the one that the manifest names"),
    "chain.other": ("并非清单所写的前一个包", "this is not the pack before which the manifest names"),
    "chain.bad": ("前一个包：{}", "the pack before: {}"), "chain.unnamed": ("清单未写明前一个包", "the manifest does not say what was before"),
    "log.ok": ("{} 行均与其散列相符，当时日志共 {} 行", "{} lines are what their hashes say, of a log of {} then"),
    "log.broken": ("第 {} 行不是记录时的样子", "line {} is not as it was written"), "log.cut": ("制包前已断于第 {} 行", "cut at line {} already"),
    "derivation.said": ("{0}", "{1}"), "derivation.stopped": ("因以上不符，未作推导", "not derived, for what is wrong above"),
    "derivation.audit": ("audit.json 有 {} 处与清单不同：{}", "audit.json is not of what the manifest says in {}: {}"),
    "derivation.masked": ("原件包中有 {} 个文件称已遮盖：{}", "{} files of a sealed pack are said to be masked: {}"),
    "derivation.filed": ("{} 份所附材料缺失或与判定所写不同：{}", "{} filed documents are missing or others than the decisions say: {}"),
    "derivation.foreign": ("规则属另一版本，未运行：请用该版本发布的 verify.py", "rules of another version, not run: get the verify.py of that"),
    "derivation.broken": ("规则无法运行：{}", "the rules cannot be run: {}"),
    "documents.said": ("{0}", "{1}"), "documents.program": ("包内的 verify.py 不是本程序", "verify.py in it is not this program"),
    "documents.alone": ("以下不在此推导，可用 xuncha verify 比对：{}", "not derived here, compare with 'xuncha verify': {}"),
    "documents.signed": ("页面、截图、存档与探针的回答是证据本身，只由签名保证", "pages, pictures, archive and answers are by the signature alone"),
    "use.file": ("无法读取 {}：{}", "cannot read {}: {}"), "use.key": ("--key 不是 64 位十六进制", "--key is not of 64 hex digits"),
}  # fmt: skip


class Damaged(Exception):
    """Something in a pack cannot be read, for which ``word`` of WORDS says what. The only error that any content can raise."""

    def __init__(self, word: str, *about: object) -> None:
        super().__init__(word)
        self.word, self.about = word, about


class Line(NamedTuple):
    """One thing shown (``ok`` True), wrong or not provable (False), or said openly (None): a word of WORDS and what it is about."""

    ok: bool | None
    word: str
    about: tuple[object, ...]

    def said(self, lang: str) -> str:
        about = (thing.said(lang) if isinstance(thing, Line) else shown(str(thing)) for thing in self.about)
        return WORDS[self.word][lang == "en"].format(*about)


@dataclass
class Report:
    """All that was found. ``files`` says what each file is: ok, changed, missing or extra; ``manifest`` is the SHA-256 of it."""

    lines: list[Line] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    manifest: str = ""
    url: str = ""
    signer: bool = False  # whether the signer's key is one that the reader knows

    @property
    def end(self) -> str:
        return "unproven" if not self.lines or self.wrong() else "proven" if self.signer else "agreed"

    def say(self, ok: bool | None, word: str, *about: object) -> None:
        self.lines.append(Line(ok, word, about))

    def deny(self, wrong: object, word: str, *about: object) -> None:
        if wrong:  # otherwise there is nothing to say
            self.say(False, word, *about)

    def wrong(self, section: str = "") -> bool:
        return any(line.ok is False and line.word.startswith(section) for line in self.lines)


# -- plain data, of which nothing is believed
def plain(data: bytes, name: str) -> Table:
    """The table in a JSON file; no name twice, no NaN (which ``int`` refuses). Raises Damaged."""

    def unique(pairs: list[tuple[str, Any]]) -> Table:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a name twice")
        return dict(pairs)

    try:
        return table(json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=int))
    except (ValueError, RecursionError) as fault:
        raise Damaged("files.json", name) from fault


def table(value: Any) -> Table:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Table]:
    return [table(inner) for inner in value] if isinstance(value, list) else []


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def shown(value: str) -> str:
    """Text of a pack as it may be printed: no terminal obeys it."""
    cut = value if len(value) <= 400 else f"{value[:400]}…"
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in cut)


def some(names: list[str]) -> str:
    return ", ".join(name[:120] for name in names[:20]) + (" …" if len(names) > 20 else "")


# -- container
LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
DATE, MADE_BY, VERSION, MODE = (1 << 5) | 1, 3 << 8 | 20, 20, 0o644 << 16  # 1980-01-01, Unix, 2.0, rw-r--r--


class Entry(NamedTuple):
    """A file in the zip: its header begins at ``head``, its bytes at ``at``."""

    name: str
    head: int
    at: int
    size: int


class Zip:
    """A pack's container, read without trust: all stored, nothing before, between or behind. Raises Damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, whole = file, file.seek(0, 2)
        tail = self.part(max(0, whole - END.size), END.size)
        count, length, start = (END.unpack(tail)[index] for index in (3, 5, 6)) if len(tail) == END.size else (0, 0, 0)
        if tail != END.pack(b"PK\5\6", 0, 0, count, count, length, start, 0) or start + length + END.size != whole:
            raise Damaged("container.end")
        if length > MOST:
            raise Damaged("container.directory")
        self.directory, self.entries, at, place = self.part(start, length), [], 0, 0
        for _ in range(count):
            if at + CENTRAL.size > length:
                raise Damaged("container.directory")
            size, chars = CENTRAL.unpack_from(self.directory, at)[9:11]
            name = self.directory[at + CENTRAL.size : at + CENTRAL.size + chars].decode("latin-1")
            self.entries.append(Entry(name, place, place + LOCAL.size + chars, size))
            at, place = at + CENTRAL.size + chars, place + LOCAL.size + chars + size
        if at != length or place != start:
            raise Damaged("container.directory")
        self.named = {entry.name: entry for entry in self.entries}

    def part(self, at: int, size: int) -> bytes:
        self.file.seek(at)
        return self.file.read(size)

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises Damaged where there is none, or one too large to be what it should be."""
        if name not in self.named or self.named[name].size > MOST:
            raise Damaged("files.large" if name in self.named else "files.absent", name)
        return self.part(self.named[name].at, self.named[name].size)

    def rebuilt(self) -> Iterator[tuple[Entry, str, bool]]:
        """Each file, its SHA-256, and whether headers built of its name and bytes alone are those in the zip."""
        at = 0
        for entry in self.entries:
            digest, crc = hashlib.sha256(), 0
            for done in range(0, entry.size, 1 << 20):
                piece = self.part(entry.at + done, min(1 << 20, entry.size - done))
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
            name = entry.name.encode("latin-1")
            sizes = (crc, entry.size, entry.size, len(name), 0)
            local = LOCAL.pack(b"PK\3\4", VERSION, 0, 0, 0, DATE, *sizes) + name
            central = CENTRAL.pack(b"PK\1\2", MADE_BY, VERSION, 0, 0, 0, DATE, *sizes, 0, 0, 0, MODE, entry.head) + name
            same = self.part(entry.head, len(local)) == local and self.directory[at : at + len(central)] == central
            at += len(central)
            yield entry, digest.hexdigest(), same


def container(pack: Zip, report: Report) -> Found:
    """Hold the zip against the one built again; returns size and SHA-256 of each file by name."""
    found, wrong, unsafe, known = {}, [], [], set()
    for entry, sha, same in pack.rebuilt():
        wrong += [] if same else [entry.name]
        unsafe += [] if NAME.match(entry.name) and entry.name.lower() not in known else [entry.name]
        known.add(entry.name.lower())
        found[entry.name] = (entry.size, sha)
    rank = {name: number for number, name in enumerate(OWN)}
    order = sorted(found, key=lambda name: (rank.get(name, 5 - name.startswith("timestamps/")), name))
    report.deny(wrong, "container.differs", some(wrong))
    report.deny(unsafe, "container.names", some(unsafe))
    report.deny([entry.name for entry in pack.entries] != order, "container.order")
    if not report.wrong():
        report.say(True, "container.ok", len(found))
    return found


# -- files, signatures, time stamps, chain
def files(found: Found, manifest: Table, seal: Table, report: Report) -> None:
    """Hold each file against the manifest, and each stamp against the seal."""
    listed = rows(manifest.get("files"))
    stamped = [(text(row.get("file")), row.get("sha256")) for row in rows(seal.get("stamps")) if row.get("file")]
    wanted = {text(row.get("name")): (row.get("size"), row.get("sha256")) for row in listed}
    wanted |= {name: (found.get(name, (0, ""))[0], sha) for name, sha in stamped}  # a seal says no sizes
    for name in [*OWN, *wanted, *found]:
        same = name in OWN or found.get(name) == wanted.get(name)
        state = "ok" if same else "changed" if name in wanted else "extra"
        report.files[name] = state if name in found else "missing"
    for state in ("changed", "missing", "extra"):
        names = sorted(name for name, file in report.files.items() if file == state)
        report.deny(names, f"files.{state}", len(names), some(names))
    report.deny(len(listed) + len(stamped) + len(OWN) != len(wanted.keys() | OWN), "files.twice")
    if not report.wrong("files"):
        report.say(True, "files.ok", len(found))


def holds(public: str, signature: bytes, data: bytes) -> bool:
    """Whether a signature's file (128 hex digits and a line end) is that key's over the data."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature[:128].decode()), data)
    except (ValueError, InvalidSignature):
        return False
    return re.fullmatch(rb"[0-9a-f]{128}\n", signature) is not None


def signatures(pack: Zip, manifest: Table, seal: Table, key: str, own: Collection[str], report: Report) -> None:
    """Both signatures by the key that the manifest names, and whether that is one the reader knows."""
    public = text(table(manifest.get("key")).get("public"))
    for body, signature in ((MANIFEST, SIGNATURE), (SEAL, SEAL_SIGNATURE)):
        report.deny(not holds(public, pack.read(signature), pack.read(body)), "signatures.bad", signature)
    shas = [hashlib.sha256(pack.read(name)).hexdigest() for name in (MANIFEST, SIGNATURE)]
    report.deny(shas != [seal.get("manifest"), seal.get("signature")], "signatures.seal")
    report.deny(key and key != public, "signatures.other", public)
    if not report.wrong("signatures"):
        report.say(True, "signatures.ok", public)
    report.signer = public in ([key] if key else own) and not report.wrong("signatures")
    if not key:
        report.say(True if report.signer else None, f"signatures.{'own' if report.signer else 'unknown'}")


class Stamped(NamedTuple):
    """What an authority's answer says: its status (0 and 1 are granted), hash algorithm, imprint, time and nonce."""

    status: int
    algorithm: bytes = b""
    imprint: bytes = b""
    at: str = ""
    nonce: int | None = None


def der(data: bytes) -> list[tuple[int, bytes]]:
    """DER values side by side (X.690): tag and content of each. Raises ValueError, IndexError."""
    found, at = [], 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            more = size & 0x7F
            size, at = int.from_bytes(data[at : at + more], "big"), at + more
            if not 1 <= more <= 4:
                raise ValueError("a length of no length")
        if at + size > len(data):
            raise ValueError("cut off")
        found.append((tag, data[at : at + size]))
        at += size
    return found


def stamped(data: bytes) -> Stamped:
    """What a TimeStampResp says (RFC 3161, 2.4.2). Raises Damaged for bytes that are none."""
    try:
        ((tag, answer),) = der(data)
        status, *token = der(answer)
        number = int.from_bytes(der(status[1])[0][1], "big")
        if tag == 0x30 and number > 1:
            return Stamped(number)
        kind, (_, holder) = der(token[0][1])  # ContentInfo: SignedData
        (_, signed), *none = der(holder)
        inner, (_, octets) = der(der(signed)[2][1])  # EncapsulatedContentInfo: TSTInfo
        info = der(der(der(octets)[0][1])[0][1])
        algorithm, (_, imprint) = der(info[2][1])
        nonce = next((int.from_bytes(value, "big", signed=True) for tag, value in info[5:] if tag == 2), None)
        if (tag, kind, inner, none) != (0x30, (6, SIGNED_OID), (6, STAMP_OID), []):
            raise ValueError("no time stamp")
        return Stamped(number, der(algorithm[1])[0][1], imprint, info[4][1].decode("ascii"), nonce)
    except (IndexError, ValueError, TypeError) as fault:
        raise Damaged("stamps.der", "") from fault


def stamps(pack: Zip, path: Path, seal: Table, report: Report) -> None:
    """Each imprint is the signature's SHA-256; who stamped it is for openssl, with a root that the reader trusts."""
    digest = hashlib.sha256(pack.read(SIGNATURE)).digest()
    for stamp in rows(seal.get("stamps")):
        tsa, name = text(stamp.get("tsa")), text(stamp.get("file"))
        if not name:
            report.say(None, "stamps.failed", tsa, f"{text(stamp.get('error'))} {text(stamp.get('detail'))}".strip())
            continue
        try:
            found = stamped(pack.read(name))
        except Damaged as fault:
            report.say(False, fault.word, name)
            continue
        if (found.algorithm, found.imprint) != (SHA256_OID, digest):
            report.say(False, "stamps.other", name)
            continue
        out = f"unzip -p {shlex.quote(str(path))} {shlex.quote(name)} > stamp.tsr"
        prove = f"openssl ts -verify -digest {digest.hex()} -in stamp.tsr -CAfile ROOT.pem"
        report.say(True, "stamps.ok", name, tsa, found.at, f"{out} && {prove}")
    if not rows(seal.get("stamps")):
        report.say(None, "stamps.none")


def chain(manifest: Table, previous: Path | None, report: Report) -> None:
    """The pack before: that it is the one which the manifest names, and whole."""
    sha = text(table(manifest.get("previous")).get("manifest"))
    if previous is not None:
        other = check(previous, derive=False)
        same = sha != "" and (other.manifest, other.url) == (sha, report.url)
        report.say(same, "chain.ok" if same else "chain.other")
        for line in other.lines:
            report.deny(line.ok is False, "chain.bad", line)
    elif sha:
        report.say(None, "chain.named", sha)
    else:
        known = "previous" in manifest and manifest["previous"] is None
        report.say(None if known else False, "chain.first" if known else "chain.unnamed")


def log(pack: Zip, report: Report) -> None:
    """Each line by its hash, which is over that of the line before too: of the pack where that is here, of another audit otherwise."""
    *lines, end = [plain(line, LOG) for line in pack.read(LOG).splitlines()] or [{}]
    last, before = 0, "0" * 64
    for line in lines:
        said = json.dumps([line.get(name) for name in LOGGED], separators=(",", ":")).encode("ascii")
        number, digest = line.get("number"), hashlib.sha256(said).hexdigest()
        whole = digest == line.get("digest") and (number != last + 1 or line.get("before") == before)
        if not isinstance(number, int) or number <= last or not whole:
            report.say(False, "log.broken", number)
            return
        last, before = number, digest
    head, cut = end.get("head"), end.get("cut")
    ended = isinstance(head, int) and (head > last or (head, end.get("digest")) == (last, before))
    ended = ended and end.get("lines", len(lines)) == len(lines)  # older packs do not say how many
    word = "log.broken" if not ended else "log.ok" if cut is None else "log.cut"
    report.say(word == "log.ok", word, *((len(lines), head) if word == "log.ok" else (cut if ended else head,)))


# -- derivation
def derivation(pack: Zip, found: Found, manifest: Table, report: Report, trusted: str) -> None:
    """What the record says of itself, and filed documents; then all that the rules prove, run in a process of their own."""
    audit, decided = (plain(pack.read(name), name) for name in (AUDIT, DECISIONS))
    of = {**audit, "visit": table(audit.get("audit")).get("visit"), "audit": table(audit.get("audit")).get("id")}
    masked = [text(row.get("name")) for row in rows(manifest.get("files")) if row.get("original") is not None]
    listed = {text(row.get("file")): text(row.get("sha256")) for row in rows(decided.get("documents"))}
    filed = {name: sha for name, (_, sha) in found.items() if name.startswith(FILED) and name != DECISIONS}
    for word, names in (
        ("derivation.audit", [name for name in IN_BOTH if of.get(name) != manifest.get(name)]),
        ("derivation.masked", masked if manifest.get("sealed") else []),
        ("derivation.filed", sorted({name for name, _ in listed.items() ^ filed.items()})),
    ):
        report.deny(names, word, len(names), some(names))
    rules = {name: pack.read(name) for name in found if name.startswith("ruleset/")}
    if known(rules) != trusted or plain(rules[SOURCES], SOURCES).get("ruleset") != manifest.get("ruleset"):
        report.say(False, "derivation.foreign")
        return
    with tempfile.TemporaryDirectory(prefix="xuncha-verify-") as folder:
        for name, data in rules.items():
            Path(folder, name).parent.mkdir(parents=True, exist_ok=True)
            Path(folder, name).write_bytes(data)
        call = [sys.executable, "-I", "-S", "-B", "-X", "utf8", f"{folder}/ruleset/derive.py", "-"]
        try:
            # Its rules are somebody else's words: none of ours is told to them. Windows starts no program without its own.
            told: dict[str, str] | None = {} if sys.platform != "win32" else None
            done = subprocess.run(
                call, cwd=folder, env=told, stdin=pack.file, capture_output=True, timeout=SECONDS, check=False
            )
            lines = [json.loads(line) for line in done.stdout.splitlines()]
        except (OSError, ValueError, subprocess.TimeoutExpired) as fault:
            report.say(False, "derivation.broken", fault)
            return
    for ok, zh, en in lines:
        report.say(ok, "derivation.said", zh, en)
    end = done.stderr.decode("utf-8", "replace")[-300:]
    report.deny(not lines or done.returncode != any(ok is False for ok, _, _ in lines), "derivation.broken", end)


def known(rules: Mapping[str, bytes]) -> str:
    """What RULES is of these files by name."""
    lines = (name.encode() + b"\0" + hashlib.sha256(data).digest() for name, data in sorted(rules.items()))
    return hashlib.sha256(b"".join(lines)).hexdigest()


def alone(pack: Zip, found: Found, manifest: Table, report: Report) -> None:
    """Name the documents that tell the record again, which nothing but all of Xuncha can make again."""
    report.say(None, "documents.alone", some([name for name in found if TOLD.match(name) and name != "verify.py"]))
    if "verify.py" in found and pack.read("verify.py") != Path(__file__).read_bytes():
        report.say(None, "documents.program")


def check(
    path: Path, key: str = "", previous: Path | None = None, derive: bool = True,
    own: Collection[str] = (), more: More = alone, rules: str = "",
) -> Report:  # fmt: skip
    """Verify the pack in that file; ``own`` keys are known without being given, ``more`` holds its documents, ``rules`` for RULES.

    Raises Damaged with a word of "use" where there is nothing to verify.
    """
    if key and not SHA.match(key):
        raise Damaged("use.key")
    report = Report()
    try:
        with path.open("rb") as file:
            pack = Zip(file)
            found = container(pack, report)
            manifest, seal = (plain(pack.read(name), name) for name in (MANIFEST, SEAL))
            report.manifest, report.url = found[MANIFEST][1], text(table(manifest.get("target")).get("url"))
            schemas = manifest.get("schema"), seal.get("schema")
            report.deny(schemas != SCHEMAS, "files.schema", text(schemas[0]))
            files(found, manifest, seal, report)
            signatures(pack, manifest, seal, key, own, report)
            stamps(pack, path, seal, report)
            chain(manifest, previous, report)
            if LOG in found:
                log(pack, report)
            if derive and report.wrong():
                report.say(None, "derivation.stopped")
            elif derive:
                derivation(pack, found, manifest, report, rules or RULES)
            if derive and not report.wrong():
                more(pack, found, manifest, report)
                report.say(None, "documents.signed")
    except OSError as fault:
        raise Damaged("use.file", path, fault.strerror or fault) from fault
    except RecursionError:  # tables within tables, too deep to be compared
        report.say(False, "files.json", path)
    except Damaged as fault:
        if fault.word.startswith("use."):
            raise
        report.say(False, fault.word, *fault.about)
    return report


def printed(report: Report, lang: str) -> str:
    """The report as lines for a person."""
    said = [(WORDS[str(line.ok)], WORDS[line.word.partition(".")[0]], line.said(lang)) for line in report.lines]
    end = WORDS[report.end][lang == "en"]
    return "\n".join([*(f"{mark[lang == 'en']}{section[lang == 'en']}: {words}" for mark, section, words in said), end])


def as_json(report: Report) -> str:
    """The report for programs."""
    lines = [{"word": line.word, "ok": line.ok, "zh": line.said("zh"), "en": line.said("en")} for line in report.lines]
    told = {"proven": report.end == "proven", "end": report.end, "files": report.files, "lines": lines}
    return json.dumps(told, indent=1)


def main() -> int:
    parser = argparse.ArgumentParser(description="Proves an evidence pack of Xuncha 核验证据包")
    parser.add_argument("pack", type=Path)
    parser.add_argument("--key", default="", help="public key of the signer, 64 hex digits 公钥")
    parser.add_argument("--previous", type=Path, help="the pack before of the same platform 前一个包")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal may not know Chinese
    try:
        report = check(asked.pack, asked.key.lower(), asked.previous)
    except Damaged as fault:
        print(Line(False, fault.word, fault.about).said(asked.lang), file=sys.stderr)
        return 2
    print(as_json(report) if asked.json else printed(report, asked.lang))
    return CODES[report.end]


if __name__ == "__main__":
    sys.exit(main())

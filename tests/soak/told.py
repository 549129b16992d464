"""What is told of each audit and of the whole soak: breaches by kind, and whether a long-lived process stays flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

from tests.soak.hostile import TABLE, Hostile

LIMITS: Mapping[str, float] = TABLE["limits"]
CODES = (0, 3)  # done, and the target could not be looked at
SOME = 9  # audits of a long-lived process before its growth is judged


@dataclass
class Audited:
    """One audit: by which way, what it came to, and every breach as a kind with words."""

    shop: str
    way: str
    traps: tuple[str, ...]
    seconds: float = 0.0
    code: int | None = None
    verdicts: dict[str, str] = field(default_factory=dict)
    tree_bytes: int = 0
    written: int = 0
    absent: tuple[str, ...] = ()  # items that the shop truly lacks
    breaches: list[tuple[str, str]] = field(default_factory=list)

    def breach(self, kind: str, *said: str) -> None:
        self.breaches += [(kind, text) for text in said]

    def judge(self, hostile: Hostile) -> None:
        """False fails and limits; what ran and what was written is judged where it is seen."""
        self.absent = tuple(sorted(hostile.absent))
        for item, verdict in self.verdicts.items():
            if verdict == "fail" and item not in hostile.absent:
                self.breach("false fail", f"{item} fails, of a shop ({hostile.base}) that has it")
        if self.tree_bytes > LIMITS["tree_bytes"]:
            self.breach("memory", f"{self.tree_bytes / 1e6:.0f} MB with its browsers")
        if self.written > LIMITS["written_bytes"]:
            self.breach("disk", f"{self.written / 1e6:.0f} MB written")


@dataclass(frozen=True, slots=True)
class Sample:
    """A long-lived process after one more audit."""

    resident_bytes: int
    descriptors: int
    processes: int
    temporary: int  # files in its temp folder


def growth(samples: Sequence[Sample]) -> list[str]:
    """In what a process grew: the median of its last third over that of its first third, once it is warm. Empty while too little is known."""
    known = samples[int(LIMITS["warm"]) :]
    if len(known) < SOME:
        return []
    third = len(known) // 3
    found = []
    for name, most in (
        ("resident_bytes", LIMITS["grown_bytes"]), ("descriptors", LIMITS["grown_descriptors"]),
        ("processes", 1), ("temporary", LIMITS["grown_descriptors"]),
    ):  # fmt: skip
        first, last = (median(getattr(sample, name) for sample in part) for part in (known[:third], known[-third:]))
        if last - first > most:
            found.append(f"{name}: {first:g} → {last:g}")
    return found


KINDS = (
    "hang",
    "false fail",
    "astray",
    "exit code",
    "traceback",
    "left over",
    "memory",
    "disk",
    "output",
    "readable",
    "growth",
)


def summed(audits: Sequence[Audited], samples: Sequence[Sample], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The whole as data, for the JSON file."""
    kinds = Counter(kind for audit in audits for kind, _ in audit.breaches)
    kinds["growth"] += len(growth(samples))
    verdicts = Counter(verdict for audit in audits for verdict in audit.verdicts.values())
    return {
        **facts,
        "shops": len(audits),
        "breaches": {kind: kinds[kind] for kind in (*KINDS, *sorted(kinds.keys() - set(KINDS)))},
        "verdicts": dict(sorted(verdicts.items())),
        "absent": {
            "asked": sum(item in audit.verdicts for audit in audits for item in audit.absent),
            "found": sum(audit.verdicts.get(item) == "fail" for audit in audits for item in audit.absent),
        },
        "traps": dict(sorted(Counter(trap for audit in audits for trap in audit.traps).items())),
        "seconds": {"median": median(audit.seconds for audit in audits), "most": max(audit.seconds for audit in audits)} if audits else {},
        "tree_bytes": {"median": median(audit.tree_bytes for audit in audits), "most": max(audit.tree_bytes for audit in audits)} if audits else {},
        "long_lived": [asdict(sample) for sample in samples],
        "grown": growth(samples),
        "audits": [asdict(audit) for audit in audits],
    }  # fmt: skip


def figures(whole: Mapping[str, Any]) -> dict[str, Any]:
    """What docs/security.md says of it."""
    samples = whole["long_lived"]
    first = samples[min(int(LIMITS["warm"]), len(samples) - 1)] if samples else None
    last = samples[-1] if samples else None
    megabytes = [round(row["resident_bytes"] / 1e6) if row else 0 for row in (first, last)]
    descriptors = [row["descriptors"] if row else 0 for row in (first, last)]
    return {
        **{key: whole[key] for key in ("day", "seed", "shops", "minutes", "network", "breaches", "verdicts")},
        "long_audits": len(samples),
        "first_mb": megabytes[0], "last_mb": megabytes[1],
        "first_descriptors": descriptors[0], "last_descriptors": descriptors[1],
        "most_seconds": round(whole["seconds"].get("most", 0)),
        "most_tree_mb": round(whole["tree_bytes"].get("most", 0) / 1e6),
    }  # fmt: skip


def table(whole: Mapping[str, Any]) -> str:
    """The figures as a person reads them."""
    lines = [
        f"{whole['shops']} hostile shops, {whole['minutes']:.0f} minutes, seed {whole['seed']}; network: {whole['network']}"
    ]
    lines += [f"  {kind:<12} {number:>4}" for kind, number in whole["breaches"].items()]
    if whole["shops"]:
        seconds, memory = whole["seconds"], whole["tree_bytes"]
        lines += [
            f"  an audit: {seconds['median']:.0f} s, at most {seconds['most']:.0f} s; "
            f"with its browsers {memory['median'] / 1e6:.0f} MB, at most {memory['most'] / 1e6:.0f} MB"
        ]
    if samples := whole["long_lived"]:
        first, last = samples[min(int(LIMITS["warm"]), len(samples) - 1)], samples[-1]
        lines += [
            f"  long-lived process over {len(samples)} audits: {first['resident_bytes'] / 1e6:.0f} → {last['resident_bytes'] / 1e6:.0f} MB, "
            f"{first['descriptors']} → {last['descriptors']} descriptors, {first['processes']} → {last['processes']} processes, "
            f"{first['temporary']} → {last['temporary']} temporary files"
        ]
    lines += [f"  verdicts: {', '.join(f'{name} {number}' for name, number in whole['verdicts'].items())}"]
    lines += [f"  truly absent: {whole['absent']['found']} of {whole['absent']['asked']} found, the others left open"]
    for audit in whole["audits"]:
        lines += [
            f"! {audit['shop']} ({audit['way']}; {', '.join(audit['traps'])}): {kind}: {said}"
            for kind, said in audit["breaches"]
        ]
    return "\n".join([*lines, *(f"! grown: {value}" for value in whole["grown"])])

"""actions.jsonl: what people did with the visit, out of the log, each line with the hash that proves it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import select

from storage.db.session import Store
from storage.db.tables import AuditRow
from storage.people.action_log import check_action_chain, count_actions, list_actions, render_action
from xuncha.pack.parts import PackPart

NAME = "actions.jsonl"
AT_ONCE = 2000
NOT_PACKED = frozenset({"export"})  # or no two packs of the same audit would be the same


async def load_action_lines(store: Store, visit: str) -> bytes:
    """The log's lines about a visit and its audits, one JSON document a line; b"" if there are none yet.

    Exports, and lines about anything else, are left out; numbers and hashes show that the lines are of one chain.
    """
    async with store.reading() as session:
        audits = (await session.scalars(select(AuditRow.id).where(AuditRow.visit_id == visit))).all()
    subjects = [f"visit:{visit}", *(f"audit:{audit}" for audit in audits)]
    found, after = b"", 0
    while lines := await list_actions(store, after, AT_ONCE, subjects):
        found += b"".join(render_action(line) for line in lines if line.action not in NOT_PACKED)
        after = lines[-1].number
    return found


async def find_log_head(store: Store) -> dict[str, object]:
    """The number and hash of the log's last line, whatever it is about: a later pack shows by them that the log was not rewritten.

    ``cut``: the first line of the whole log that does not follow from the one before it, where one was changed or taken out.
    """
    number = await count_actions(store)
    digest = next((action.digest for action in await list_actions(store, number - 1, 1)), "")
    _, broken = await check_action_chain(store)
    return {"head": number, "digest": digest, **({} if broken is None else {"cut": broken})}


def make_action_file(lines: bytes, head: Mapping[str, object]) -> Iterator[PackPart]:
    """The one part; none where there are no lines. The last of it says how many there are, and where the log ended."""
    if lines:
        end = {**head, "lines": lines.count(b"\n")}
        yield PackPart(NAME, lines + json.dumps(end, separators=(",", ":")).encode("ascii") + b"\n")

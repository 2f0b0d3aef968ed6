"""Files on their way in, as an import's maker sends them."""

import csv
import io
from typing import Any

from world import Member


def table(*rows: list[str], delimiter: str = ",") -> bytes:
    """A text file of these lines."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


async def send(
    member: Member, content: bytes, name: str = "file.csv", type: str = "contacts"
) -> Any:
    """Send a file; what was understood of it."""
    answer = await member.request(
        "POST", "imports", params={"type": type}, files={"file": (name, content)}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def bring_in(
    member: Member, work: Any, content: bytes, type: str = "contacts", **choices: Any
) -> Any:
    """Send it, choose, run it, and what came of it."""
    sent = await send(member, content, type=type)
    if choices:
        await member.edit(f"imports/{sent['id']}", **choices)
    await member.post(f"imports/{sent['id']}/run")
    await work()
    return await member.get(f"imports/{sent['id']}")

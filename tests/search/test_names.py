"""Names are looked up among names, however many notes say the same words."""

from typing import Any

import pytest
from world import Workspace

from search.reindexing import NAMES
from search.text.naming import MARK

pytestmark = pytest.mark.anyio

NOTE = "Twenty pumps for the people of Zeppelin, they want them soon"
_FOUND = """
SELECT k.record_id::text AS id FROM search_term s
JOIN chunk k ON k.tenant_id = s.tenant_id AND k.n = s.n
WHERE s.tenant_id = $1 AND s.term = $2
"""


async def named(acme: Workspace, admin: Any, word: str) -> list[str]:
    """Whose names have the word, as the index has it."""
    rows = await admin.fetch(_FOUND, acme.workspace_id, MARK + word)
    return [row["id"] for row in rows]


async def test_names_have_postings_of_their_own_and_notes_do_not(
    acme: Workspace, admin: Any
) -> None:
    made = await acme.create("companies", name="Northern Zeppelin Works")
    await acme.create("activities", kind="note", text=NOTE)
    assert await named(acme, admin, "zeppelin") == [made["id"]]


async def test_a_new_name_takes_the_place_of_the_old(acme: Workspace, admin: Any) -> None:
    made = await acme.create("companies", name="Northern Zeppelin Works")
    await acme.edit(f"companies/{made['id']}", name="Northern Balloon Works")
    assert await named(acme, admin, "zeppelin") == []
    assert await named(acme, admin, "balloon") == [made["id"]]


async def test_names_from_before_get_theirs_by_a_job(
    acme: Workspace, admin: Any, work: Any
) -> None:
    made = await acme.create("companies", name="Northern Zeppelin Works")
    await admin.execute(
        "DELETE FROM search_term WHERE tenant_id = $1 AND term = $2",
        acme.workspace_id,
        f"{MARK}zeppelin",
    )
    await admin.execute(
        "INSERT INTO queue.pgqueuer (priority, entrypoint, payload, execute_after, status) "
        "VALUES (0, $1, '{}', now(), 'queued')",
        NAMES,
    )
    await work()
    assert await named(acme, admin, "zeppelin") == [made["id"]]

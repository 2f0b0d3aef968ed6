"""Leads have owners from their first day, also those that are older than the record of owners."""

import runpy

from pooling import ids_of

from app.schema import MIGRATIONS

[BEFORE_SPANS] = MIGRATIONS.glob("versions/*_owners_of_what_was_there.py")


async def test_who_owned_a_lead_before_owners_were_kept_has_owned_it_since_then(acme, admin):
    await acme.member("rep", "Rita")
    kept, handed = [await acme.create("leads", name=name) for name in ("Wang", "Li")]
    owner = (await ids_of(acme))["Rita"]
    handed = await acme.edit(f"leads/{handed['id']}", owner_id=owner)
    gone = "DELETE FROM ownership_span s WHERE s.tenant_id = $1"
    await admin.execute(gone, acme.workspace_id)
    await admin.execute(runpy.run_path(str(BEFORE_SPANS))["FILL"])
    rows = await admin.fetch(
        "SELECT s.record_id::text, s.owner_id::text, s.cause, s.started_at FROM ownership_span s "
        "WHERE s.tenant_id = $1 ORDER BY s.started_at",
        acme.workspace_id,
    )
    assert [row[:3] for row in map(tuple, rows)] == [
        (kept["id"], kept["owner_id"], "create"),
        (handed["id"], owner, "transfer"),
    ]
    assert rows[0]["started_at"].isoformat()[:23] == kept["created_at"][:23]

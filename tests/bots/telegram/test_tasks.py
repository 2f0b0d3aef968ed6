"""What is settled is forgotten after a while; what still works is kept."""

from uuid import UUID

from chatting import count, say, work

from bots.gateway import tasks

SAID = "met Wang at Hualian, wants 20 pumps by March, send quote Friday"
_AGE = (
    "UPDATE chat_action SET expires_at = now() - interval '2 days' WHERE tenant_id = $1",
    "UPDATE chat_draft SET updated_at = now() - interval '61 days' WHERE tenant_id = $1",
)


async def test_spent_buttons_and_old_drafts_go_at_night(acme, globex, worker, admin):
    for firm in (acme, globex):
        await say(firm, SAID)
    for statement in _AGE:
        await admin.execute(statement, UUID(acme.workspace_id))
    for firm in (acme, globex):
        await work(worker, tasks.PURGE, {}, firm.workspace_id)
    for table in ("chat_action", "chat_draft"):
        assert await count(worker, acme.workspace_id, table) == 0
        assert await count(worker, globex.workspace_id, table) > 0


async def test_a_button_that_works_keeps_its_draft(acme, worker, admin):
    await say(acme, SAID)
    await admin.execute(_AGE[1], UUID(acme.workspace_id))
    await work(worker, tasks.PURGE, {}, acme.workspace_id)
    assert await count(worker, acme.workspace_id, "chat_draft") == 1


async def test_updates_that_were_done_long_ago_go(phone, link, acme, worker, admin):
    await phone.say("/me")
    await phone.deliver(phone.text("/today"))
    await admin.execute(
        "UPDATE bot_inbox SET received_at = now() - interval '8 days' WHERE chat_id = $1",
        str(phone.id),
    )
    await work(worker, "bots.sweep", {})
    assert await phone.states() == ["waiting"]
    queued = await admin.fetchval(
        "SELECT count(*) FROM queue.pgqueuer WHERE dedupe_key = $1",
        f"{tasks.PURGE}.{acme.workspace_id}",
    )
    assert queued == 1

"""A task is due at a moment, wherever its owner is (threat T2)."""


async def test_a_promise_stays_when_it_was_promised_for_who_moves(acme):
    due = "2026-11-30T08:00:00Z"
    task = await acme.create("tasks", title="Call Wang at nine", due_at=due)
    await acme.edit("/api/v1/me", time_zone="Asia/Tokyo")
    assert (await acme.get(f"tasks/{task['id']}"))["due_at"] == due
    page = await acme.http.get(
        f"/{acme.slug}/tasks/{task['id']}", headers={"Cookie": f"__Host-session={acme.token}"}
    )
    assert "17:00" in page.text or "5:00" in page.text

"""The curators' work: two that say the same, two that contradict, what is past its day, asked."""

from uuid import UUID

from chatting import work as run


async def _publish(acme, **fields):
    made = await acme.create("knowledge", **fields)
    return await acme.post(f"knowledge/{made['id']}/publication")


async def test_two_that_say_the_same_become_one_and_can_be_taken_apart(acme):
    rep = await acme.member("rep", "Rita")
    one = await _publish(acme, text="Hualian wants quiet pumps")
    two = await rep.create("knowledge", text="Quiet pumps are wanted by Hualian")
    similar = (await acme.get(f"knowledge/{two['id']}/similar"))["items"]
    assert [near["id"] for near in similar] == [one["id"]]
    merges = f"knowledge/{one['id']}/merges"
    assert await rep.status("POST", merges, json={"with": two["id"]}) == 403
    await acme.request("POST", merges, json={"with": two["id"]})
    assert await acme.status("GET", f"knowledge/{two['id']}") == 410
    await acme.request("DELETE", f"{merges}/{two['id']}")
    assert (await acme.get(f"knowledge/{two['id']}"))["state"] == "captured"


async def test_a_contradiction_answers_nothing_until_a_person_decided(acme):
    await _publish(acme, text="Hualian pays within 10 days")
    new = await _publish(acme, text="Hualian pays within 60 days")
    assert (new["disputed"], len(new["contradicts"])) == (True, 1)
    titles = [task["title"] for task in (await acme.get("tasks"))["items"]]
    assert titles == ["Which one holds? Hualian pays within 60 days"]
    settled = await acme.request("DELETE", f"knowledge/{new['id']}/contradiction")
    assert settled.json()["disputed"] is False


async def test_what_is_past_its_day_opens_one_task(acme, admin, job_database):
    made = await _publish(acme, text="The list price is 900")
    await admin.execute(
        "UPDATE knowledge_item SET review_due = '2020-01-01' WHERE tenant_id = $1 AND id = $2",
        UUID(acme.workspace_id),
        UUID(made["id"]),
    )
    for _night in range(2):
        await run(job_database, "knowledge.review", {}, acme.workspace_id)
    titles = [task["title"] for task in (await acme.get("tasks"))["items"]]
    assert titles == ["Does this still hold? The list price is 900"]

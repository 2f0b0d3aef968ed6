"""The curators' work: two that say the same, two that contradict, what is past its day, asked."""

from uuid import UUID

from chatting import work as run

from crm.knowledge.questions.service import ask_later
from kernel.transaction import UnitOfWork
from tenants.access import acting


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


async def _asks(database, member, text):
    uow = await UnitOfWork(database).begin(UUID(member.workspace_id))
    person = (await member.get("/api/v1/me"))["id"]
    asker = await acting.person(uow, UUID(member.workspace_id), UUID(person))
    await ask_later(uow, asker, text)
    await uow.finish(commit=True)


async def test_a_question_is_its_askers_and_the_curators_and_is_answered_once(acme, database):
    rita, omar = await acme.member("rep", "Rita"), await acme.member("rep", "Omar")
    manager = await acme.member("manager", "Mia")
    for said in ("Do we ship to Norway?", "do we ship to norway"):
        await _asks(database, rita, said)
    [asked] = (await acme.get("knowledge-questions"))["items"]
    assert (asked["text"], asked["times"]) == ("Do we ship to Norway?", 2)
    assert (await omar.get("knowledge-questions"))["items"] == []
    path = f"knowledge-questions/{asked['id']}"
    said = {"text": "Yes, customs are paid by us."}
    assert await rita.status("POST", f"{path}/answers", json=said) == 403
    assert await manager.status("POST", f"{path}/answers", json=said) == 404
    await acme.post(f"{path}/answers", 201, **said)
    assert await acme.status("POST", f"{path}/answers", json=said) == 409
    assert [one["kind"] for one in (await rita.get("notifications"))["items"]] == ["answered"]

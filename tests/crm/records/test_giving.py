"""Records that change hands."""

from world import Workspace


async def test_a_rep_who_gives_a_task_away_hears_that_it_went_and_the_other_that_it_came(
    acme: Workspace,
) -> None:
    rita, noor = await acme.member("rep", "Rita"), await acme.member("rep", "Noor")
    people = {m["name"]: m["id"] for m in (await acme.get("members"))["items"]}
    task = await rita.create("tasks", title="Call Hualian")
    given = await rita.edit(f"tasks/{task['id']}", owner_id=people["Noor"])
    assert given["owner_id"] == people["Noor"]
    assert await rita.status("GET", f"tasks/{task['id']}") == 404
    assert (await noor.get(f"tasks/{task['id']}"))["title"] == "Call Hualian"
    heard = (await noor.get("notifications"))["items"]
    assert [(note["kind"], note["title"]) for note in heard] == [("assigned", "Call Hualian")]
    assert (await rita.get("notifications"))["items"] == []

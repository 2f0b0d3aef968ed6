"""What was changed can be seen, and taken back."""

from world import Workspace


async def test_every_change_is_told_with_before_and_after(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm")
    await acme.edit(f"companies/{made['id']}", city="Bonn")
    changed, created = (await acme.get(f"companies/{made['id']}/history"))["items"]
    assert (created["action"], created["before"]) == ("created", None)
    assert changed["before"] == {"city": "Ulm"}
    assert changed["after"] == {"city": "Bonn"}


async def test_history_is_read_page_by_page(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    for i in range(5):
        await acme.edit(f"companies/{made['id']}", city=f"C{i}")
    seen: list[str] = []
    cursor = ""
    while True:
        page = await acme.get(f"companies/{made['id']}/history", limit=2, after=cursor)
        seen += [e["id"] for e in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 6
    assert await acme.status("GET", f"companies/{made['id']}/history?after=rubbish") == 422


async def test_chosen_fields_get_their_earlier_values_back(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", city="Ulm", industry="Pumps")
    await acme.edit(f"companies/{made['id']}", city="Bonn", industry="Food")
    event = (await acme.get(f"companies/{made['id']}/history"))["items"][0]
    back = await acme.post(
        f"companies/{made['id']}/history/{event['id']}/restoration", fields=["city"]
    )
    assert (back["city"], back["industry"]) == ("Ulm", "Food")
    back = await acme.post(f"companies/{made['id']}/history/{event['id']}/restoration")
    assert (back["city"], back["industry"]) == ("Ulm", "Pumps")


async def test_links_addresses_and_moments_come_back_too(acme: Workspace) -> None:
    one = await acme.create("companies", name="One")
    two = await acme.create("companies", name="Two")
    wang = await acme.create(
        "contacts", name="Wang", companies=[one["id"]], emails=[{"value": "w@example.com"}]
    )
    await acme.edit(f"contacts/{wang['id']}", companies=[two["id"]], emails=[])
    event = (await acme.get(f"contacts/{wang['id']}/history"))["items"][0]
    back = await acme.post(f"contacts/{wang['id']}/history/{event['id']}/restoration")
    assert back["companies"] == [one["id"]]
    assert back["emails"] == [{"value": "w@example.com", "label": ""}]
    task = await acme.create("tasks", title="Quote", due_at="2030-01-01T09:00:00Z")
    await acme.edit(f"tasks/{task['id']}", due_at=None)
    event = (await acme.get(f"tasks/{task['id']}/history"))["items"][0]
    back = await acme.post(f"tasks/{task['id']}/history/{event['id']}/restoration")
    assert back["due_at"] == "2030-01-01T09:00:00Z"


async def test_a_creation_holds_nothing_earlier(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian")
    event = (await acme.get(f"companies/{made['id']}/history"))["items"][0]
    path = f"companies/{made['id']}/history/{event['id']}/restoration"
    assert await acme.status("POST", path) == 422


async def test_another_records_change_is_not_found(acme: Workspace, globex: Workspace) -> None:
    mine = await acme.create("companies", name="Mine")
    other = await acme.create("companies", name="Other", city="Ulm")
    await acme.edit(f"companies/{other['id']}", city="Bonn")
    event = (await acme.get(f"companies/{other['id']}/history"))["items"][0]
    path = f"companies/{mine['id']}/history/{event['id']}/restoration"
    assert await acme.status("POST", path) == 404
    assert await globex.status("GET", f"companies/{other['id']}/history") == 404

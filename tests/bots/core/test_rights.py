"""The bot acts in the member's own rights, in one workspace, for one member."""

from uuid import uuid4

from chatting import button, count, field, press, say


async def test_a_rep_is_not_offered_other_peoples_customers(acme):
    await acme.create("companies", name="Hualian Pumps")
    rep = await acme.member("rep")
    [message] = await say(rep, "visited Hualian, wants 20 pumps")
    assert "Hualian Pumps" not in str(message)
    [who] = await press(rep, button(message, "other"))
    assert "Hualian Pumps" not in str(who)
    assert "Hualian Pumps" not in str(await say(rep, "/find Hualian"))


async def test_a_hidden_employer_of_an_own_contact_is_not_named(acme):
    hidden = await acme.create("companies", name="Hualian Pumps")
    wang = await acme.create("contacts", name="Wang Wei", companies=[hidden["id"]])
    rep = await acme.member("rep")
    me = (await rep.create("companies", name="Own"))["owner_id"]
    await acme.edit(f"contacts/{wang['id']}", owner_id=me)
    [message] = await say(rep, "called Wang Wei about prices")
    assert field(message, "contact")["value"] == "Wang Wei"
    assert "Hualian" not in str(message)


async def test_the_other_firms_customers_are_never_meant(acme, globex):
    await globex.create("companies", name="Zanzibar Shipping")
    [message] = await say(acme, "visited Zanzibar Shipping, wants 3 cranes")
    assert field(message, "company")["label"] == "Customer (new)"


async def test_a_button_works_for_its_member_only(acme, globex, database):
    [message] = await say(acme, "called Northwind Ltd about prices")
    rep = await acme.member("rep")
    save = button(message, "save")
    known = await rep.request("POST", f"chat/actions/{save}")
    other = await globex.request("POST", f"chat/actions/{save}")
    random = await globex.request("POST", f"chat/actions/{uuid4()}")
    assert known.status_code == other.status_code == random.status_code == 404
    assert other.json() == random.json()
    assert await count(database, acme.workspace_id, "activity") == 0


async def test_a_viewer_reads_and_logs_nothing(acme, database):
    viewer = await acme.member("viewer")
    [message] = await say(viewer, "visited Northwind Ltd, wants 20 pumps")
    assert message["actions"] == []
    assert "does not log" in message["text"]
    assert await count(database, acme.workspace_id, "chat_draft") == 0


async def test_nothing_but_a_draft_is_written_before_save(acme, database):
    events = await count(database, acme.workspace_id, "event")
    await say(acme, "visited Northwind Ltd, wants 20 pumps, send quote Friday")
    assert await count(database, acme.workspace_id, "record") == 0
    assert await count(database, acme.workspace_id, "event") == events
    assert await count(database, acme.workspace_id, "chat_draft") == 1

"""A chat is linked by a one-time link and its confirmation, and by nothing else."""

from datetime import timedelta

from world import open_workspace

from kernel import clock


async def test_a_chat_that_is_not_linked_gets_no_data(phone, acme):
    await acme.create("companies", name="Hualian Pumps")
    for text in ("/today", "/find Hualian", "visited Hualian", "/me", "/switch", "/start"):
        [answer] = await phone.say(text)
        assert "not linked" in answer["text"]


async def test_a_linked_chat_logs_a_visit(phone, link, acme):
    await acme.create("companies", name="Hualian Pumps")
    await link(acme.owner, phone)
    [card] = await phone.say("visited Hualian, wants 20 pumps, send quote Friday 3pm")
    assert "Acme" in card["text"]
    assert "<b>Customer:</b> Hualian Pumps" in card["text"]
    [saved] = await phone.press("Save", card)
    assert saved["method"] == "editMessageText"
    assert "Saved in Acme" in saved["text"]
    [activity] = (await acme.get("activities"))["items"]
    assert activity["text"] == "visited Hualian, wants 20 pumps, send quote Friday 3pm"


async def test_one_is_asked_in_ones_own_language(phone, deep_link, http):
    firm = await open_workspace(http, "Hualian", language="zh_CN")
    [question] = await phone.say(f"/start {await deep_link(firm.owner)}")
    assert "绑定" in question["text"]


async def test_a_link_works_once(phone, new_phone, deep_link, acme):
    token = await deep_link(acme.owner)
    [question] = await phone.say(f"/start {token}")
    await phone.press("Link", question)
    other = new_phone()
    [spent] = await other.say(f"/start {token}")
    assert "spent" in spent["text"]
    [refused] = await other.press("Link", question)
    assert "spent" in refused["text"]
    [still] = await other.say("/me")
    assert "not linked" in still["text"]


async def test_a_link_that_was_opened_is_nobody_elses(phone, new_phone, deep_link, acme):
    token = await deep_link(acme.owner)
    await phone.say(f"/start {token}")
    [other] = await new_phone().say(f"/start {token}")
    assert "spent" in other["text"]


async def test_a_link_dies_after_a_quarter_of_an_hour(phone, deep_link, acme, worker):
    token = await deep_link(acme.owner)
    past = clock.now() - timedelta(seconds=1)
    await worker.pool.execute("UPDATE bot_link_token SET expires_at = $1", past)
    [spent] = await phone.say(f"/start {token}")
    assert "spent" in spent["text"]


async def test_a_guessed_link_opens_nothing(phone, acme):
    for token in ("x", "0" * 43, "a" * 500, "' OR 1=1 --", "💥"):
        [spent] = await phone.say(f"/start {token}")
        assert "spent" in spent["text"]


async def test_no_to_the_question_links_nothing(phone, deep_link, acme):
    [question] = await phone.say(f"/start {await deep_link(acme.owner)}")
    [answer] = await phone.press("No", question)
    assert "not linked" in answer["text"]
    [again] = await phone.press("Link", question)
    assert "spent" in again["text"]


async def test_who_leaves_the_workspace_is_told_nothing_more(phone, link, acme):
    rep = await acme.member("rep")
    await rep.create("companies", name="Hualian Pumps")
    await link(rep, phone)
    assert "Hualian" in (await phone.say("/find Hualian"))[0]["text"]
    await suspend(acme, phone, rep)
    [answer] = await phone.say("/find Hualian")
    assert "not a member" in answer["text"]
    assert "Hualian" not in answer["text"]


async def suspend(acme, phone, member):
    from uuid import UUID

    from kernel.transaction import UnitOfWork

    uow = await UnitOfWork(phone.worker).begin(UUID(acme.workspace_id))
    await uow.execute(
        "UPDATE membership SET status = 'suspended' WHERE tenant_id = $1 AND person_id = "
        "(SELECT id FROM person WHERE email = $2)",
        uow.tenant_id,
        member.email,
    )
    await uow.finish(commit=True)


async def test_a_person_in_two_workspaces_switches(phone, link, acme, globex):
    await link(acme.owner, phone)
    offer = await globex.request("POST", "invitations", json={"email": acme.email, "role": "rep"})
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    await acme.http.post(
        f"/api/v1/invitations/{token}/acceptance",
        json={"name": "Ada", "password": "correct horse battery"},
    )
    await acme.owner.http.get(
        f"/{acme.slug}/settings/bot", headers={"Cookie": f"__Host-session={acme.token}"}
    )
    [places] = await phone.say("/switch")
    assert {label for label, _data in phone.buttons(places)} == {"Acme", "Globex"}
    [there] = await phone.press("Globex", places)
    assert "Globex" in there["text"]
    [me] = await phone.say("/me")
    assert "Workspace: Globex" in me["text"]

"""In groups the bot answers what is meant for it, and says nothing of another workspace."""

import pytest
from chatting import work


@pytest.fixture
def group(phone):
    """Speak in a group as the owner of a phone; what the bot said there."""
    number = -phone.id

    async def speak(who, text, **changes):
        chat = {"id": number, "type": "group", "title": "Sales"}
        await who.deliver(who.text(text, chat=chat, **changes))
        return await read(who)

    async def read(who):
        own, seen = who.id, getattr(read, "seen", 0)
        who.id, who.seen = number, seen
        said = await who.settle()
        read.seen, who.id = who.seen, own
        who.seen = len(who.network.said_to(own))
        return [message["text"] for message in said]

    speak.read, speak.number = read, number
    return speak


async def test_a_group_is_tied_and_answers_commands_and_mentions_only(acme, phone, link, group):
    await acme.create("companies", name="Hualian Pumps")
    assert "answer members only" in (await group(phone, "/find Hualian"))[0]
    await link(acme.owner, phone)
    assert "not tied" in (await group(phone, "/find Hualian"))[0]
    assert "belongs to Acme now" in (await group(phone, "/bind"))[0]
    assert "Hualian Pumps" in (await group(phone, "/find Hualian"))[0]
    assert "Hualian Pumps" in (await group(phone, "@Guanxi_bot find Hualian"))[0]
    assert await group(phone, "who visits Hualian tomorrow?") == []
    assert await group(phone, "/find@other_bot Hualian") == []
    assert "Hualian" in (await group(phone, "/find@guanxi_bot Hualian"))[0]


async def test_nothing_of_another_workspace_is_said_there(
    acme, globex, phone, new_phone, link, group
):
    await globex.create("companies", name="Hualian Secret")
    await link(acme.owner, phone)
    await group(phone, "/bind")
    stranger = new_phone()
    await link(globex.owner, stranger)
    assert "answer members only" in (await group(stranger, "/find Hualian"))[0]
    assert "Hualian Secret" not in str(await group(phone, "/find Hualian"))


async def test_a_button_in_a_group_is_its_members_alone(acme, phone, new_phone, link, group):
    await link(acme.owner, phone)
    await group(phone, "/bind")
    rita = new_phone()
    await link(await acme.member("rep", "Rita"), rita)
    assert "Only who administers" in (await group(rita, "/unbind"))[0]
    await group(phone, "/log visited Northwind Ltd, wants pumps")
    [card] = phone.network.said_to(group.number)[-1:]
    save = phone.buttons(card)[0][1]
    place = phone.text("card", chat={"id": group.number, "type": "group"})["message"]
    await rita.deliver(rita.pressed(save, message=place))
    assert await group.read(rita) == []
    assert (await acme.get("activities"))["items"] == []
    await phone.deliver(phone.pressed(save, message=place))
    assert "Saved in Acme" in (await group.read(phone))[0]


async def test_won_deals_are_told_where_that_is_switched_on(acme, globex, phone, link, group):
    await link(acme.owner, phone)
    await group(phone, "/bind")
    await group(phone, "/won on")
    await group.read(phone)
    for firm in (acme, globex):
        amount = {"amount_minor": 500_000, "currency": "USD"}
        deal = await firm.create("deals", name="Pumps", amount=amount)
        await firm.post(f"deals/{deal['id']}/winning")
        await work(phone.worker, "chat.won", {"deal_id": deal["id"]}, firm.workspace_id)
    [told] = await group.read(phone)
    assert "Pumps" in told
    assert "$5,000" in told
    new = group.number * 10
    moved = {"message_id": 1, "date": 1, "chat": {"id": group.number, "type": "group"}}
    update = phone.text("")
    await phone.deliver({**update, "message": {**moved, "migrate_to_chat_id": new}})
    await group.read(phone)
    where = await phone.worker.pool.fetchval(
        "SELECT tells_won FROM bot_group WHERE chat_id = $1", str(new)
    )
    assert where is True

"""Nobody acts with another's rights, whatever the shape of the update."""

import pytest

# The same in every process, or the parallel run cannot share the tests out.
NOBODY = "0192f0a0000070008000000000000001"


@pytest.mark.parametrize(
    "changes",
    [
        {"chat": {"id": -100, "type": "group"}},
        {"chat": {"id": -100, "type": "supergroup"}},
        {"sender_chat": {"id": -100, "type": "channel"}},
        {"via_bot": {"id": 5, "is_bot": True}},
        {"from": {"id": 999, "is_bot": False}},
        {"from": None},
    ],
    ids=["group", "supergroup", "as a channel", "inline", "another user", "nobody"],
)
async def test_only_the_user_of_a_private_chat_speaks(phone, link, acme, changes):
    await link(acme.owner, phone)
    await acme.create("companies", name="Hualian Pumps")
    said = await phone.say("/find Hualian", **changes)
    assert "Hualian" not in str(said)


async def test_a_group_is_told_how_to_tie_it(phone, link, acme):
    await link(acme.owner, phone)
    group = {"id": -int(phone.id), "type": "group"}
    await phone.deliver(phone.text("/today", chat=group))
    phone.id, phone.seen = -phone.id, 0
    [hint] = await phone.settle()
    assert "/bind does it" in hint["text"]


async def test_a_forwarded_command_commands_nothing(phone, link, acme):
    await link(acme.owner, phone)
    origin = {"type": "user", "sender_user": {"id": 9}}
    [answer] = await phone.say("/me", forward_origin=origin)
    assert "Workspace: " not in answer["text"]


async def test_another_users_press_on_my_message_does_nothing(phone, new_phone, link, acme, globex):
    await link(acme.owner, phone)
    thief = new_phone()
    await link(globex.owner, thief)
    [card] = await phone.say("visited Northwind Ltd, wants pumps")
    data = dict(phone.buttons(card))
    save = next(value for label, value in data.items() if label.startswith("Save"))
    mine = phone.text("card")["message"]
    await phone.deliver(thief.pressed(save, message=mine))
    assert await phone.settle() == []
    [refused] = await thief.press_data(save)
    assert "not of Globex" in refused["text"]
    for firm in (acme, globex):
        assert (await firm.get("activities"))["items"] == []


@pytest.mark.parametrize(
    "data", ["", "a:", "a:zz", "x", "w:zz", "w:" + NOBODY, "a:" + NOBODY, "link:yes"]
)
async def test_button_data_of_nobodys_does_nothing(phone, link, acme, data):
    await link(acme.owner, phone)
    said = await phone.press_data(data)
    assert "Saved" not in str(said)
    assert "Acme" in (await phone.say("/me"))[0]["text"]


async def test_a_switch_to_a_workspace_that_is_not_mine_is_ignored(phone, link, acme, globex):
    await link(acme.owner, phone)
    from uuid import UUID

    await phone.press_data("w:" + UUID(globex.workspace_id).hex)
    assert "Workspace: Acme" in (await phone.say("/me"))[0]["text"]


async def test_a_button_of_another_workspace_is_refused_after_a_switch(phone, link, acme, globex):
    await link(acme.owner, phone)
    [card] = await phone.say("visited Northwind Ltd, wants pumps")
    await link(globex.owner, phone)
    [refused] = await phone.press("Save", card)
    assert "not of Globex" in refused["text"]
    assert (await acme.get("activities"))["items"] == []

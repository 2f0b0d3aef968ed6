"""A draft is edited, given another customer, saved once, undone, dropped."""

import asyncio

from chatting import button, field, kinds, press, say


async def test_an_unknown_customer_is_created_by_save(acme):
    [message] = await say(acme, "visited Northwind Ltd, talked to Olga, call back on Monday")
    assert field(message, "company")["label"] == "Customer (new)"
    assert (await acme.get("companies"))["items"] == []
    await press(acme, button(message, "save"))
    [company] = (await acme.get("companies"))["items"]
    assert company["name"] == "Northwind Ltd"
    [activity] = (await acme.get("activities"))["items"]
    assert company["id"] in {link["id"] for link in activity["links"]}


async def test_a_note_can_be_saved_without_the_new_customer(acme):
    [message] = await say(acme, "visited Northwind Ltd, they want samples")
    await press(acme, button(message, "without"))
    assert (await acme.get("companies"))["items"] == []
    assert len((await acme.get("activities"))["items"]) == 1


async def test_two_customers_of_like_name_are_asked_for(acme):
    await acme.create("companies", name="Delta Chemicals")
    water = await acme.create("companies", name="Delta Water")
    [message] = await say(acme, "visited Delta, they need 5 pumps")
    assert field(message, "company") is None
    assert kinds(message).count("choose") == 2
    [asked] = await press(acme, button(message, "save"))
    assert (await acme.get("activities"))["items"] == []
    [chosen] = await press(acme, button(asked, "choose", "Delta Water"))
    assert field(chosen, "company")["value"] == "Delta Water"
    await press(acme, button(chosen, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert [link["id"] for link in activity["links"]] == [water["id"]]


async def test_a_double_tap_saves_once(acme):
    await acme.create("companies", name="Hualian Pumps")
    [message] = await say(acme, "called Hualian, price too high")
    save = button(message, "save")
    both = await asyncio.gather(press(acme, save), press(acme, save))
    assert sorted(said[0]["text"] for said in both) == [
        "Saved in Acme.",
        "This is saved already, in Acme.",
    ]
    assert len((await acme.get("activities"))["items"]) == 1


async def test_undo_takes_everything_back_and_puts_the_card_on_the_table(acme):
    [message] = await say(acme, "visited Northwind Ltd, send quote on Monday")
    [saved] = await press(acme, button(message, "save"))
    [again] = await press(acme, button(saved, "undo"))
    for plural in ("activities", "tasks", "companies"):
        assert (await acme.get(plural))["items"] == []
    await press(acme, button(again, "save"))
    assert len((await acme.get("companies"))["items"]) == 1


async def test_cancel_saves_nothing_and_can_be_undone(acme):
    [message] = await say(acme, "called Northwind Ltd about prices")
    [dropped] = await press(acme, button(message, "cancel"))
    assert "Nothing was saved" in dropped["text"]
    [late] = await press(acme, button(message, "save"))
    assert "cancelled" in late["text"]
    assert (await acme.get("activities"))["items"] == []
    [back] = await press(acme, button(dropped, "reopen"))
    assert field(back, "text")["value"] == "called Northwind Ltd about prices"


async def test_a_field_is_changed_by_the_next_message(acme):
    [message] = await say(acme, "called Northwind Ltd about prices")
    [which] = await press(acme, button(message, "edit"))
    [question] = await press(acme, button(which, "field", "Amount"))
    assert "How much" in question["text"]
    [unread] = await say(acme, "rather a lot")
    assert "could not read" in unread["text"]
    [changed] = await say(acme, "12,500 USD")
    assert field(changed, "amount")["value"] == {"amount_minor": 1_250_000, "currency": "USD"}
    assert field(changed, "text")["value"] == "called Northwind Ltd about prices"


async def test_the_kind_is_changed_by_a_button(acme):
    [message] = await say(acme, "called Northwind Ltd about prices")
    [which] = await press(acme, button(message, "edit"))
    [question] = await press(acme, button(which, "field", "Kind"))
    [changed] = await press(acme, button(question, "set", "Meeting"))
    assert field(changed, "kind")["value"] == "meeting"


async def test_another_customer_is_chosen_by_name(acme):
    await acme.create("companies", name="Hualian Pumps")
    siemens = await acme.create("companies", name="Siemens Energy")
    [message] = await say(acme, "visited Hualian, they want a quote")
    [who] = await press(acme, button(message, "other"))
    assert "choose" in kinds(who)
    assert "new" in kinds(who)
    [changed] = await say(acme, "siemens energy")
    assert field(changed, "company")["value"] == "Siemens Energy"
    await press(acme, button(changed, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert [link["id"] for link in activity["links"]] == [siemens["id"]]


async def test_a_new_customer_is_named_from_the_card(acme):
    await acme.create("companies", name="Hualian Pumps")
    [message] = await say(acme, "visited Hualian, they want a quote")
    [who] = await press(acme, button(message, "other"))
    await press(acme, button(who, "new"))
    [card] = await say(acme, "Hualian Valves")
    assert field(card, "company")["label"] == "Customer (new)"
    await press(acme, button(card, "save"))
    names = {c["name"] for c in (await acme.get("companies"))["items"]}
    assert names == {"Hualian Pumps", "Hualian Valves"}


async def test_a_new_person_does_not_hide_that_the_customer_is_unclear(acme):
    await acme.create("companies", name="Delta Chemicals")
    await acme.create("companies", name="Delta Water")
    [message] = await say(acme, "met Olga at Delta, she needs 5 pumps")
    [asked] = await press(acme, button(message, "save"))
    assert "Whom" in asked["text"]
    assert (await acme.get("contacts"))["items"] == []

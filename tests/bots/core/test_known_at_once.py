"""What one answer says is not asked again: a person says the firm, a deal says the currency."""

from chatting import button, field, kinds, press, say


async def test_who_was_met_says_which_firm(acme):
    for firm, person in (("Hualian Pumps", "Wang Jianguo"), ("Delta Water", "Wang Fang")):
        company = await acme.create("companies", name=firm)
        await acme.create("contacts", name=person, companies=[company["id"]])
    [card] = await say(acme, "met Wang, price too high")
    assert [a["label"] for a in card["actions"] if a["kind"] == "choose"] == [
        "Wang Fang (Delta Water)",
        "Wang Jianguo (Hualian Pumps)",
    ]
    [chosen] = await press(acme, button(card, "choose", "Wang Jianguo"))
    assert "choose" not in kinds(chosen)
    assert field(chosen, "company")["value"] == "Hualian Pumps"


async def test_an_amount_without_a_currency_is_in_that_of_the_deal(acme):
    made = {}
    for firm, currency in (("Hualian Pumps", "JPY"), ("Delta Water", "EUR")):
        company = await acme.create("companies", name=firm)
        amount = {"amount_minor": 500_000, "currency": currency}
        made[firm] = await acme.create("deals", name=firm, amount=amount, companies=[company["id"]])
    [card] = await say(acme, "visited Hualian Pumps, they signed, 180k")
    assert field(card, "amount")["value"] == {"amount_minor": 180_000, "currency": "JPY"}
    await press(acme, button(card, "other"))
    [card] = await say(acme, "Delta Water")
    assert field(card, "amount")["value"] == {"amount_minor": 18_000_000, "currency": "EUR"}
    [said] = await say(acme, "visited Hualian Pumps, they signed, $180k")
    assert field(said, "amount")["value"]["currency"] == "USD"


async def test_a_next_step_that_comes_again_opens_a_task_that_does(acme):
    await acme.create("companies", name="Hualian Pumps")
    [card] = await say(acme, "every second Monday call Hualian Pumps, 9am")
    assert field(card, "again")["shown"] == "Every 2 weeks"
    [which] = await press(acme, button(card, "edit"))
    await press(acme, button(which, "field", "Again"))
    [card] = await say(acme, "every 3 weeks")
    await press(acme, button(card, "save"))
    [task] = (await acme.get("tasks"))["items"]
    assert (task["title"], task["repeat"], task["repeat_every"]) == (
        "call Hualian Pumps",
        "weekly",
        3,
    )

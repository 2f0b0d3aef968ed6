"""Before Save creates a customer who is there already, the card says so."""

from chatting import button, kinds, press, say


async def new_customer(member, sentence: str, name: str) -> dict:
    """The card of a sentence, with a customer of that name to be created."""
    [message] = await say(member, sentence)
    [asked] = await press(member, button(message, "other"))
    [which] = await press(member, button(asked, "new"))
    assert which
    return (await say(member, name))[0]


async def test_a_known_customer_is_offered_and_taken(acme):
    made = await acme.create("companies", name="Hualian Pumps Ltd")
    card = await new_customer(acme, "call back on Monday about prices", "华联水泵有限公司")
    [asked] = await press(acme, button(card, "save"))
    assert "Hualian Pumps Ltd is here already" in asked["text"]
    assert len((await acme.get("companies"))["items"]) == 1
    [chosen] = await press(acme, button(asked, "choose", "Hualian"))
    await press(acme, button(chosen, "save"))
    [activity] = (await acme.get("activities"))["items"]
    assert [link["id"] for link in activity["links"]] == [made["id"]]


async def test_another_one_is_created_if_the_speaker_says_so(acme):
    await acme.create("companies", name="Hualian Pumps Ltd")
    card = await new_customer(acme, "call back on Monday about prices", "Hualian Pumps GmbH")
    [asked] = await press(acme, button(card, "save"))
    await press(acme, button(asked, "save", "Create anyway"))
    assert len((await acme.get("companies"))["items"]) == 2


async def test_whose_customer_it_is_is_not_told_to_those_who_may_not_see(acme):
    await acme.create("companies", name="Hualian Pumps Ltd")
    rita = await acme.member("rep", "Rita")
    card = await new_customer(rita, "call back on Monday about prices", "hualian pumps")
    [asked] = await press(rita, button(card, "save"))
    assert "is taken" in asked["text"]
    assert "Ltd" not in asked["text"]
    assert "choose" not in kinds(asked)

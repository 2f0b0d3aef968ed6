"""Knowledge in the chat: kept with one tap, answered in one line, told before a visit."""

from chatting import button, kinds, press, say


async def _answer(acme, **fields):
    made = await acme.create("knowledge", kind="objection", **fields)
    await acme.post(f"knowledge/{made['id']}/publication")
    return made


async def test_an_objection_is_answered_at_once_and_kept_with_one_tap(acme):
    await acme.create("companies", name="Hualian")
    known = await _answer(
        acme, name="Dear?", text="Too dear", topic="price", answer="Half the power"
    )
    card = (await say(acme, "met Hualian today, price too high"))[0]
    saved = (await press(acme, button(card, "save")))[0]
    assert "Half the power (Dear?)" in saved["text"]
    asked = (await press(acme, button(saved, "knowledge_said")))[0]
    assert kinds(asked) == ["knowledge_yes", "knowledge_no"]
    kept = (await press(acme, button(saved, "knowledge_keep")))[0]
    assert "price too high" in kept["text"]
    assert (await acme.get(f"knowledge/{known['id']}/use"))["quoted"] == 1


async def test_who_only_names_a_rival_or_an_objection_is_told_what_to_say(acme):
    rival = await acme.create("competitors", name="Grundfos")
    night = await _answer(
        acme, text="They undercut", competitors=[rival["id"]], answer="Who repairs at night?"
    )
    await _answer(acme, text="太贵", topic="price", answer="五年总成本更低")
    for words, told in (
        ("Grundfos again", "Who repairs at night?"),
        ("客户又提Grundfos", "Who repairs at night?"),
        ("太贵", "五年总成本更低"),
        ("/ask what do we say against Grundfos?", "Who repairs at night?"),
    ):
        assert told in (await say(acme, words))[0]["text"]
    assert (await acme.get("knowledge-questions"))["items"] == []
    assert (await acme.get(f"knowledge/{night['id']}/use"))["shown"] == 1


async def test_what_decided_a_deal_is_kept_by_one_tap_and_a_sentence(acme):
    await acme.create("deals", name="Pumps")
    [listed] = await say(acme, "/deals")
    [deal] = await press(acme, button(listed, "deal"))
    [won] = await press(acme, button(deal, "deal_win"))
    await press(acme, button(won, "knowledge_why"))
    [kept] = await say(acme, "They saw our service van at night")
    assert "our service van" in kept["text"]
    [item] = (await acme.get("knowledge"))["items"]
    assert (item["kind"], item["state"]) == ("playbook", "captured")


async def test_a_briefing_names_the_source_of_each_line(acme):
    company = await acme.create("companies", name="Hualian")
    await _answer(acme, text="Too dear", topic="price", answer="Half the power")
    about = [{"type": "company", "id": company["id"]}]
    visit = await acme.create(
        "activities", text="Price too high. He will send the drawings", links=about
    )
    task = await acme.create("tasks", title="Send the quote", links=about)
    deal = await acme.create("deals", name="20 pumps", companies=[company["id"]])
    told = (await say(acme, "/brief Hualian"))[0]
    sources = [one["value"]["id"] for one in told["card"]["fields"]]
    assert {visit["id"], task["id"], deal["id"]} <= set(sources)
    found = await acme.get(f"briefings/{company['id']}")
    parts = {line["part"] for line in found["lines"]}
    assert parts == {"talk", "ours", "theirs", "deal", "objection", "answer"}
    assert "Half the power" in told["text"]


async def test_a_briefing_tells_a_rep_only_what_that_rep_sees(acme, globex):
    omar = await acme.member("rep", "Omar")
    company = await omar.create("companies", name="Hualian")
    about = [{"type": "company", "id": company["id"]}]
    await acme.create("deals", name="Secret", companies=[company["id"]])
    await acme.create("tasks", title="Fire Omar", links=about)
    path = f"briefings/{company['id']}"
    assert (await omar.get(path))["lines"] == []
    assert {line["part"] for line in (await acme.get(path))["lines"]} == {"deal", "ours"}
    assert await globex.status("GET", path) == 404

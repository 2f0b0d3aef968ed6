"""Lists of words that a workspace keeps for its fields."""

from surfer import Surfer


def words(lists, name):
    return next(each for each in lists["items"] if each["name"] == name)


async def test_a_list_is_as_delivered_until_it_is_changed(acme, globex):
    before = words(await acme.get("lists"), "industry")
    assert (before["own"], before["options"][0]["id"]) == (False, None)
    made = await acme.create("options", list="industry", label="Pumps", labels={"zh_CN": "水泵"})
    after = words(await acme.get("lists"), "industry")
    assert after["own"]
    assert [o["label"] for o in after["options"]] == [
        *(o["label"] for o in before["options"]),
        "Pumps",
    ]
    assert after["options"][0]["labels"]["zh_CN"] == "机械"
    assert not words(await globex.get("lists"), "industry")["own"]
    assert await globex.status("PATCH", f"options/{made['id']}", json={"label": "X"}) == 404


async def test_entries_move_and_are_never_twice(acme):
    made = await acme.create("options", list="industry", label="Pumps")
    await acme.edit(f"options/{made['id']}", move=-200)
    order = words(await acme.get("lists"), "industry")["options"]
    assert order[0]["value"] == "pumps"
    body = {"list": "industry", "label": "Pumps"}
    assert await acme.status("POST", "options", json=body) == 409
    assert await acme.status("POST", "options", json=body | {"list": "nothing"}) == 422


async def test_an_industry_may_be_in_no_list(acme):
    made = await acme.create("companies", name="Hualian", industry="Pump trade")
    assert made["industry"] == "Pump trade"
    listed = await acme.create("companies", name="Bolt", industry="machinery")
    assert listed["industry"] == "machinery"


async def test_why_it_was_lost_is_said_and_counted_in_the_firms_own_words(acme):
    for name in ("lost_reason", "lead_reason"):
        await acme.create("options", list=name, label="Too far away")
    [first, *_more] = words(await acme.get("lists"), "lost_reason")["options"]
    assert await acme.status("POST", f"options/{first['id']}/archival") == 204
    deal = (await acme.create("deals", name="Pumps"))["id"]
    await acme.post(f"deals/{deal}/loss", 422, reason=first["value"])
    browser = Surfer(acme.owner)
    assert "Too far away" in (await browser.open(f"deals/{deal}/loss", htmx=True)).text
    await acme.post(f"deals/{deal}/loss", reason="too_far_away")
    assert "Too far away" in (await browser.open("numbers/winloss")).text
    lead = (await acme.create("leads", name="Li"))["id"]
    await acme.post(f"leads/{lead}/disqualification", reason="too_far_away")


async def test_a_word_that_is_said_no_more_stops_no_partner(acme):
    await acme.create("options", list="deal_source", label="Shop window")
    listed = words(await acme.get("lists"), "deal_source")["options"]
    [gone] = [one["id"] for one in listed if one["value"] == "partner"]
    assert await acme.status("POST", f"options/{gone}/archival") == 204
    nordic = await acme.create("companies", name="Nordic", role="distributor")
    sent = await acme.create("registrations", name="Hualian", partners=[nordic["id"]])
    done = await acme.post(f"registrations/{sent['id']}/approval", into="deal")
    assert (await acme.get(f"deals/{done['deals'][0]}"))["source"] is None

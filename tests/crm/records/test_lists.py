"""Lists of words that a workspace keeps for its fields."""


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

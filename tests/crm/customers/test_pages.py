"""The pool and its rules in the browser."""

from pooling import claim, ids_of, owners, pool_of, pooled
from surfer import Surfer


async def test_a_rep_claims_one_and_several_on_the_page(acme):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme, hidden_fields=["phones"])
    made = [
        await pooled(acme, pool, f"Firm {n}", phones=[{"value": "021 55556666"}]) for n in "ABC"
    ]
    browser = Surfer(rita)
    shown = (await browser.open(f"pools/{pool['id']}")).text
    assert "Firm A" in shown
    assert "55556666" not in shown
    await browser.follow(f"pools/{pool['id']}/bulk", act="claim", one=made[0])
    assert (await owners(acme, made[0]))[0][:2] == ("Rita", "claim")
    assert await claim(acme, pool, made[1]) == 201
    both = [("ids", record) for record in made[1:]]
    answer = await browser.send(f"pools/{pool['id']}/bulk", both, act="claim")
    assert "took this already" in answer.text
    assert (await owners(acme, made[2]))[0][:2] == ("Rita", "claim")


async def test_an_administrator_assigns_from_the_page_and_others_find_no_button(acme):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme)
    record = await pooled(acme, pool, "Hualian")
    rita_id = (await ids_of(acme))["Rita"]
    assert "Assign selected" not in (await Surfer(rita).open(f"pools/{pool['id']}")).text
    browser = Surfer(acme.owner)
    await browser.follow(f"pools/{pool['id']}/bulk", act="assign", ids=record, member_id=rita_id)
    assert (await owners(acme, record))[0][:2] == ("Rita", "assign")


async def test_pool_rules_and_parameters_are_set_by_form(acme):
    browser = Surfer(acme.owner)
    await browser.follow("settings/pools", name="Open sea")
    [pool] = (await acme.get("pools"))["items"]
    path = f"settings/pools/{pool['id']}"
    await browser.follow(
        path, name="Sea", enabled="1", previous_owner_days="7", hidden_fields="phones"
    )
    await browser.follow(
        f"{path}/rules", no_follow_up="30", level_A="10", match="any", remind_days="3"
    )
    [rule] = (await acme.get(f"pools/{pool['id']}/rules"))["items"]
    assert rule["conditions"] == [{"kind": "no_follow_up", "days": 30, "levels": {"A": 10}}]
    assert "30 days" in (await browser.open(path)).text
    await browser.follow(f"{path}/rules/{rule['id']}/deletion")
    await browser.follow(
        "settings/customers", max_owned="50", protection_days="60", number_digits="4"
    )
    said = await acme.get("customer-parameters")
    assert (said["max_owned"], said["daily_claims"], said["number_digits"]) == (50, None, 4)
    assert "50" in (await browser.open("settings/customers")).text


async def test_a_customers_page_tells_and_changes_its_standing(acme):
    rita = await acme.member("rep", "Rita")
    pool = await pool_of(acme)
    said = {"conditions": [{"kind": "no_follow_up", "days": 30}]}
    await acme.create(f"pools/{pool['id']}/rules", **said)
    hualian = await rita.create("companies", name="Hualian")
    browser, path = Surfer(rita), f"companies/{hualian['id']}"
    shown = (await browser.open(f"{path}/ownership", htmx=True)).text
    assert "30 days left" in shown
    assert "Rita" in shown
    await browser.follow(f"{path}/extension", days="5", reason="Tender")
    assert "Tender" in (await Surfer(acme.owner).open("extension-requests")).text
    await browser.follow(f"{path}/protection", days="20", reason="Tender")
    assert "protected until" in (await browser.open(f"{path}/ownership")).text
    await browser.follow(f"{path}/release", pool_id=pool["id"], reason="No budget")
    assert await rita.status("GET", path) == 404
    assert "Hualian" in (await browser.open(f"pools/{pool['id']}")).text

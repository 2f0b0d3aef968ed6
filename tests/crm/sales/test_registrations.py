"""Partners register deals: one holds a customer for a while, others hear what they may."""

import json
from datetime import timedelta

from chatting import work
from surfer import Surfer

from kernel import clock


async def partner(acme, name="Nordic Pumps"):
    return (await acme.create("companies", name=name, role="distributor"))["id"]


async def register(member, partner_id, customer="Hualian Machinery Ltd", **more):
    return await member.create("registrations", name=customer, partners=[partner_id], **more)


async def approve(acme, registration, expected=200, **wish):
    path = f"registrations/{registration['id']}/approval"
    return await acme.post(path, expected, **({"into": "deal"} | wish))


async def test_an_approved_registration_becomes_a_deal_of_the_partners(acme):
    nordic = await partner(acme)
    amount = {"amount_minor": 500_000, "currency": "USD"}
    made = await register(acme, nordic, amount=amount, emails=[{"value": "info@hualian.cn"}])
    assert made["state"] == "submitted"
    done = await approve(acme, made, days=30)
    deal = await acme.get(f"deals/{done['deals'][0]}")
    assert (deal["partners"], deal["companies"]) == ([nordic], done["companies"])
    assert deal["amount"] == amount
    assert done["protected_until"][:10] == (clock.now() + timedelta(days=30)).date().isoformat()
    await approve(acme, made, 409)
    assert await acme.status("PATCH", f"registrations/{made['id']}", json={"name": "B"}) == 409
    by = json.dumps({"field": "partners", "op": "eq", "value": nordic})
    assert len((await acme.get("deals", filter=by))["items"]) == 1
    page = await Surfer(acme.owner).open(f"registrations/about/company/{nordic}", htmx=True)
    assert "As a partner" in page.text


async def test_a_second_partner_hears_who_holds_the_customer_and_is_not_approved(acme):
    nordic, south = await partner(acme), await partner(acme, "South Pumps")
    first = await register(acme, nordic)
    await approve(acme, first)
    second = await register(acme, south, "HUALIAN MACHINERY")
    rivals = (await acme.get(f"registrations/{second['id']}/rivals"))["items"]
    assert [(one["partner"], one["state"]) for one in rivals] == [("Nordic Pumps", "approved")]
    refused = await approve(acme, second, 409)
    assert "Nordic Pumps" in refused["detail"]
    customer = (await acme.get(f"registrations/{first['id']}"))["companies"][0]
    held = (await acme.get(f"companies/{customer}/registrations"))["items"]
    assert [one["partner"] for one in held] == ["Nordic Pumps", "South Pumps"]
    deal = await acme.create("deals", name="Direct", companies=[customer])
    page = await Surfer(acme.owner).open(f"registrations/about/deal/{deal['id']}", htmx=True)
    assert "Nordic Pumps" in page.text


async def test_who_does_not_see_a_registration_hears_that_one_is_there_and_no_more(acme):
    first = await register(acme, await partner(acme))
    await approve(acme, first)
    rita = await acme.member("rep", "Rita")
    own = await rita.create("companies", name="South Pumps", role="reseller")
    mine = await register(rita, own["id"], "Hualian Machinery Ltd")
    [rival] = (await rita.get(f"registrations/{mine['id']}/rivals"))["items"]
    assert rival["state"] == "approved"
    assert {rival[n] for n in ("id", "customer", "partner", "owner_id", "protected_until")} == {
        None
    }
    assert await rita.status("POST", f"registrations/{mine['id']}/approval", json={}) == 403


async def test_a_protection_ends_by_itself_and_frees_the_customer(acme, database, monkeypatch):
    first = await register(acme, await partner(acme))
    await approve(acme, first, days=10, into="lead")
    second = await register(acme, await partner(acme, "South Pumps"))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    await work(database, "registration.expire", {}, acme.workspace_id)
    assert (await acme.get(f"registrations/{first['id']}"))["state"] == "expired"
    assert (await approve(acme, second))["state"] == "approved"


async def test_only_a_partner_registers_and_a_converted_lead_keeps_its_partner(acme):
    other = await acme.create("companies", name="Not a partner")
    body = {"name": "Hualian", "partners": [other["id"]]}
    assert await acme.status("POST", "registrations", json=body) == 422
    assert await acme.status("POST", "registrations", json={"name": "Hualian"}) == 422
    nordic = await partner(acme)
    made = await approve(acme, await register(acme, nordic), into="lead")
    lead = await acme.post(f"leads/{made['leads'][0]}/conversion", with_deal=True)
    deal = await acme.get(f"deals/{lead['deals'][0]}")
    assert deal["partners"] == [nordic]
    held = (await acme.get(f"companies/{lead['companies'][0]}/registrations"))["items"]
    assert [one["partner"] for one in held] == ["Nordic Pumps"]


async def test_a_rejection_says_why(acme):
    made = await register(acme, await partner(acme))
    done = await acme.post(f"registrations/{made['id']}/rejection", reason="Our own customer")
    assert (done["state"], done["reason"]) == ("rejected", "Our own customer")


async def test_who_registered_it_reads_the_rejection_in_their_own_language(acme):
    lina = await acme.member("rep", "Lina")
    await lina.edit("/api/v1/me", language="zh_CN")
    made = await register(lina, await partner(lina))
    await acme.post(f"registrations/{made['id']}/rejection", reason="自有客户")
    [told] = (await lina.get("notifications"))["items"]
    assert (told["title"], told["body"]) == ("Hualian Machinery Ltd", "已驳回：自有客户")


async def test_a_partners_customer_is_sold_to_with_the_partner_or_by_who_decides(acme, monkeypatch):
    rita = await acme.member("rep", "Rita")
    hers = await rita.create("companies", name="Nordic Pumps", role="distributor")
    nordic = hers["id"]
    done = await approve(acme, await register(acme, nordic), days=10)
    [customer] = done["companies"]
    await acme.edit(f"companies/{customer}", owner_id=hers["owner_id"])
    past = {"name": "Past them", "companies": [customer]}
    refused = await rita.request("POST", "deals", json=past)
    assert (refused.status_code, "protects this" in refused.text) == (409, True)
    assert "Nordic" not in refused.json()["detail"]
    assert "Past them" not in str(await rita.get("deals"))
    made = await rita.create("deals", **past, partners=[nordic])
    assert await rita.status("PATCH", f"deals/{made['id']}", json={"partners": []}) == 409
    await rita.edit(f"deals/{made['id']}", name="With them")
    await acme.create("deals", name="By who decides", companies=[customer])
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=11))
    await rita.create("deals", name="Free again", companies=[customer])

"""A deal's course through the API: opened, moved, won, lost, called off, open again."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import Workspace

from crm.sales.deal.parts import Line


async def stages(acme: Any) -> dict[str, Any]:
    found = (await acme.get("pipelines"))["items"][0]
    return {stage["name"]: stage for stage in found["stages"]}


async def course(acme: Any, deal: Any) -> list[tuple[str, bool]]:
    found = (await acme.get(f"deals/{deal['id']}/course"))["stages"]
    return [(span["name"], span["to_at"] is None) for span in found]


@pytest.fixture
async def deal(acme: Workspace) -> Any:
    company = await acme.create("companies", name="Hualian")
    amount = {"amount_minor": 5_000_00, "currency": "USD"}
    return await acme.create("deals", name="Pumps", amount=amount, companies=[company["id"]])


async def test_a_deal_needs_nothing_but_a_name_and_is_won_in_one_step(acme):
    deal = await acme.create("deals", name="Pumps")
    assert deal["stage_id"] == (await stages(acme))["Contacted"]["id"]
    won = await acme.post(f"deals/{deal['id']}/winning")
    assert (won["status"], won["forecast"]) == ("won", "closed")
    assert won["closed_at"]
    assert await course(acme, deal) == [("Contacted", False), ("Won", True)]


async def test_a_stage_is_entered_once_and_its_spans_follow_one_another(acme, deal):
    known = await stages(acme)
    for name in ("Qualified", "Qualified", "Negotiation", "Contacted"):
        await acme.post(f"deals/{deal['id']}/stage", stage_id=known[name]["id"])
    names = [
        ("Contacted", False),
        ("Qualified", False),
        ("Negotiation", False),
        ("Contacted", True),
    ]
    assert await course(acme, deal) == names


async def test_a_gate_names_what_is_missing_and_lets_in_what_is_not(acme, deal):
    quote = (await stages(acme))["Quote"]
    needs = {"needs": ["amount", "expected_close", "contacts"], "checklist": ["Drawing checked"]}
    await acme.edit(f"stages/{quote['id']}", **needs)
    move = {"stage_id": quote["id"]}
    answer = await acme.request("POST", f"deals/{deal['id']}/stage", json=move)
    assert answer.status_code == 409
    assert set(answer.json()["errors"]) == {"expected_close", "contacts", "checklist"}
    assert "Drawing checked" in answer.json()["detail"]
    wang = await acme.create("contacts", name="Wang")
    await acme.edit(f"deals/{deal['id']}", expected_close="2030-01-31", contacts=[wang["id"]])
    done = {"done": ["Drawing checked"]}
    assert await acme.status("PUT", f"deals/{deal['id']}/checklist", json=done) == 200
    assert (await acme.post(f"deals/{deal['id']}/stage", **move))["stage_id"] == quote["id"]


async def test_a_lost_deal_says_why_and_to_whom(acme, deal):
    rival = await acme.create("competitors", name="Grundig")
    other = await acme.create("competitors", name="Wilo")
    loss = {"reason": "price", "note": "4 % less", "competitor_id": rival["id"]}
    assert await acme.status("POST", f"deals/{deal['id']}/loss", json=loss) == 422
    await acme.edit(f"deals/{deal['id']}", competitors=[rival["id"], other["id"]])
    for reason in ("", "weather"):
        wrong = {"reason": reason}
        assert await acme.status("POST", f"deals/{deal['id']}/loss", json=wrong) == 422
    lost = await acme.post(f"deals/{deal['id']}/loss", **loss)
    assert (lost["status"], lost["lost_reason"], lost["forecast"]) == ("lost", "price", "omit")
    fared = (await acme.get(f"deals/{deal['id']}/course"))["competitors"]
    assert {f["competitor_id"]: f["outcome"] for f in fared} == {
        rival["id"]: "won",
        other["id"]: "neither",
    }


async def test_a_closed_deal_stays_where_it_is_until_it_is_reopened(acme, deal):
    known = await stages(acme)
    await acme.post(f"deals/{deal['id']}/stage", stage_id=known["Quote"]["id"])
    await acme.post(f"deals/{deal['id']}/invalidation", note="A test")
    move = {"stage_id": known["Contacted"]["id"]}
    assert await acme.status("POST", f"deals/{deal['id']}/stage", json=move) == 409
    for word, body in (("winning", None), ("loss", {"reason": "price"}), ("invalidation", None)):
        assert await acme.status("POST", f"deals/{deal['id']}/{word}", json=body) == 409
    answer = await acme.request("DELETE", f"deals/{deal['id']}/invalidation")
    assert (answer.json()["status"], answer.json()["stage_id"]) == ("open", known["Quote"]["id"])
    assert await course(acme, deal) == [("Contacted", False), ("Quote", False), ("Quote", True)]
    assert await acme.status("DELETE", f"deals/{deal['id']}/winning") == 409


async def test_a_won_deal_comes_back_to_the_stage_before(acme, deal):
    known = await stages(acme)
    await acme.post(f"deals/{deal['id']}/stage", stage_id=known["Negotiation"]["id"])
    await acme.post(f"deals/{deal['id']}/stage", stage_id=known["Won"]["id"])
    back = (await acme.request("DELETE", f"deals/{deal['id']}/winning")).json()
    assert (back["status"], back["closed_at"]) == ("open", None)
    assert back["stage_id"] == known["Negotiation"]["id"]


async def test_where_it_is_not_allowed_nothing_goes_back(acme, deal):
    pipeline = (await acme.get("pipelines"))["items"][0]
    await acme.edit(f"pipelines/{pipeline['id']}", regress=False)
    known = await stages(acme)
    await acme.post(f"deals/{deal['id']}/stage", stage_id=known["Quote"]["id"])
    move = {"stage_id": known["Contacted"]["id"]}
    assert await acme.status("POST", f"deals/{deal['id']}/stage", json=move) == 409


async def test_two_first_looks_make_one_pipeline(acme):
    found = await asyncio.gather(*(acme.get("pipelines") for _ in range(5)))
    assert {len(f["items"]) for f in found} == {1}
    assert {len(f["items"][0]["stages"]) for f in found} == {6}


async def test_a_stage_is_given_up_and_its_deals_find_another(acme, deal):
    known = await stages(acme)
    gone, home = known["Contacted"]["id"], known["Qualified"]["id"]
    assert await acme.status("POST", f"stages/{gone}/archival") == 409
    won = {"to": known["Won"]["id"]}
    assert await acme.status("POST", f"stages/{gone}/archival", json=won) == 422
    await acme.post(f"stages/{gone}/archival", 204, to=home)
    assert (await acme.get(f"deals/{deal['id']}"))["stage_id"] == home
    assert await course(acme, deal) == [("Contacted", False), ("Qualified", True)]
    assert "Contacted" not in await stages(acme)


async def test_a_second_pipeline_has_its_own_stages(acme, deal):
    made = await acme.post("pipelines", 201, name="Service")
    first = made["stages"][0]["id"]
    moved = await acme.post(f"deals/{deal['id']}/stage", stage_id=first)
    assert moved["pipeline_id"] == made["id"]
    added = await acme.post(f"pipelines/{made['id']}/stages", 201, name="Visit", probability=40)
    order = [stage["id"] for stage in reversed(added["stages"])]
    path = f"pipelines/{made['id']}/order"
    assert await acme.status("PUT", path, json={"stages": order[1:]}) == 422
    answer = await acme.request("PUT", path, json={"stages": order})
    assert [stage["id"] for stage in answer.json()["stages"]] == order
    assert await acme.status("POST", f"pipelines/{made['id']}/archival") == 409
    await acme.post(
        f"pipelines/{made['id']}/archival", 204, to=(await stages(acme))["Contacted"]["id"]
    )


async def test_cards_dropped_on_one_gap_all_find_a_place_of_their_own(acme):
    known = await stages(acme)
    deals = [await acme.create("deals", name=f"Deal {n}") for n in range(12)]
    anchor, rest = deals[0], deals[1:]
    answers = await asyncio.gather(
        *(
            acme.status(
                "POST",
                f"deals/{deal['id']}/stage",
                json={"stage_id": known["Contacted"]["id"], "below": anchor["id"]},
            )
            for deal in rest
            for _ in range(2)
        )
    )
    assert set(answers) == {200}


async def test_what_is_sold_makes_the_amount(acme, deal):
    pump = await acme.create("products", name="Pump P-20")
    items = [
        {"product_id": pump["id"], "quantity": 20_000, "price": 249_99, "discount": 1000},
        {"text": "Freight", "quantity": 1_500, "price": 333},
    ]
    path = f"deals/{deal['id']}/lines"
    answer = await acme.request("PUT", path, json={"currency": "EUR", "items": items})
    assert [line["text"] for line in answer.json()["items"]] == ["Pump P-20", "Freight"]
    amount = (await acme.get(f"deals/{deal['id']}"))["amount"]
    assert amount == {"amount_minor": 449_982 + 500, "currency": "EUR"}


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(0, 10_000))
def test_a_lines_total_is_the_nearest_unit(quantity, price, discount):
    exact = quantity * price * (10_000 - discount)
    assert abs(Line(quantity, price, discount=discount).total() * 10**7 - exact) * 2 <= 10**7


async def test_a_contact_of_the_deal_has_a_part_in_it(acme, deal):
    wang = await acme.create("contacts", name="Wang")
    path = f"deals/{deal['id']}/roles/{wang['id']}"
    assert await acme.status("PUT", path, json={"role": "decides"}) == 409
    await acme.edit(f"deals/{deal['id']}", contacts=[wang["id"]])
    assert await acme.status("PUT", path, json={"role": "decides"}) == 200
    found = (await acme.get(f"deals/{deal['id']}/course"))["roles"]
    assert found == [{"contact_id": wang["id"], "role": "decides"}]


async def test_stages_are_the_administrators_and_another_firms_are_nobodys(acme, globex, deal):
    rep = await acme.member("rep")
    known = await stages(rep)
    wish = {"name": "Mine"}
    assert await rep.status("PATCH", f"stages/{known['Contacted']['id']}", json=wish) == 403
    assert await globex.status("PATCH", f"stages/{known['Contacted']['id']}", json=wish) == 404
    theirs = await globex.create("deals", name="Theirs")
    move = {"stage_id": known["Quote"]["id"]}
    assert await globex.status("POST", f"deals/{theirs['id']}/stage", json=move) == 409
    assert await rep.status("POST", f"deals/{deal['id']}/stage", json=move) == 404


async def test_a_stage_and_the_data_standard_ask_for_the_firms_own_fields(acme, deal):
    fields = {}
    for type in ("deal", "company"):
        wish = {"type": type, "label": "Flow rate", "kind": "number"}
        fields[type] = await acme.create("fields", **wish)
    quote = (await stages(acme))["Quote"]["id"]
    await acme.edit(f"stages/{quote}", needs=["custom.flow_rate"])
    refused = await acme.post(f"deals/{deal['id']}/stage", 409, stage_id=quote)
    assert "Flow rate" in refused["detail"]
    standard = {"activity_kind": "visit", "fields": ["custom.flow_rate"]}
    assert await acme.status("PUT", "capture-requirements", json=standard) == 200
    path = f"companies/{deal['companies'][0]}"
    about = [{"type": "company", "id": deal["companies"][0]}]
    await acme.create("activities", kind="visit", text="Met them", links=about)
    assert (await acme.get(f"{path}/completeness"))["missing"] == ["custom.flow_rate"]
    await acme.edit(path, custom={"flow_rate": 0})
    assert (await acme.get(f"{path}/completeness"))["score"] == 100
    await acme.status("POST", f"fields/{fields['deal']['id']}/archival")
    await acme.post(f"deals/{deal['id']}/stage", stage_id=quote)

"""Customers that are people: a kitchen is bought by Wang Wei, not by a firm."""

from chatting import button, field, press, say
from importing import bring_in, table
from surfer import Surfer
from world import Workspace


async def test_a_person_is_found_by_kind_and_is_a_double_by_a_persons_name(acme: Workspace) -> None:
    await acme.create("companies", name="Ada Lovelace", kind="person")
    await acme.create("companies", name="Lovelace Pumps Ltd")
    only = '{"field": "kind", "op": "eq", "value": "person"}'
    found = (await acme.get("companies", filter=only))["items"]
    assert [one["name"] for one in found] == ["Ada Lovelace"]
    typed = {"name": "Lovelace, Ada"}
    near = (await acme.post("companies/duplicates", **typed, kind="person"))["near"]
    assert [one["title"] for one in near] == ["Ada Lovelace"]
    assert (await acme.post("companies/duplicates", **typed))["near"] == []
    assert await acme.status("POST", "companies", json={"name": "X", "kind": "cat"}) == 422


async def test_who_turns_out_to_be_a_person_is_compared_as_one(acme: Workspace) -> None:
    made = await acme.create("companies", name="Grace Hopper")
    await acme.edit(f"companies/{made['id']}", kind="person")
    near = (await acme.post("companies/duplicates", name="Hopper, Grace", kind="person"))["near"]
    assert [one["id"] for one in near] == [made["id"]]


async def test_people_come_in_with_a_file(acme: Workspace, work) -> None:
    file = table(["客户名称", "客户类型"], ["王伟", "个人"], ["华联", "企业"], ["Li", "Person"])
    done = await bring_in(acme.owner, work, file, type="companies")
    assert done["counts"] == {"created": 3}, done
    kinds = {one["name"]: one["kind"] for one in (await acme.get("companies"))["items"]}
    assert kinds == {"王伟": "person", "华联": "company", "Li": "person"}


async def test_the_chat_makes_a_customer_of_a_person(acme: Workspace) -> None:
    [card] = await say(acme, "met Wang Wei, wants a kitchen by March")
    assert field(card, "contact") is not None
    [card] = await press(acme, button(card, "nature"))
    assert field(card, "company")["label"] == "Customer (new, a private person)"
    assert field(card, "contact") is None
    assert button(card, "nature", "It is a firm")
    await press(acme, button(card, "save"))
    [made] = (await acme.get("companies"))["items"]
    assert (made["name"], made["kind"]) == ("Wang Wei", "person")
    assert (await acme.get("contacts"))["items"] == []
    [card] = await say(acme, "called Wang, Wei: wants it in white")
    assert (field(card, "company") or {})["label"] == "Customer"


async def test_a_lead_becomes_a_private_customer(acme: Workspace) -> None:
    phones = [{"value": "+49 30 1234567"}]
    lead = await acme.create("leads", name="Wang Wei", phones=phones)
    done = await acme.post(f"leads/{lead['id']}/conversion", as_person=True)
    made = await acme.get(f"companies/{done['companies'][0]}")
    assert (made["name"], made["kind"], done["contacts"]) == ("Wang Wei", "person", [])
    assert made["phones"][0]["value"] == phones[0]["value"]
    deal = await acme.get(f"deals/{done['deals'][0]}")
    assert (deal["companies"], deal["contacts"]) == ([made["id"]], [])
    again = await acme.create("leads", name="Wang Wei")
    page = await Surfer(acme.owner).open(f"leads/{again['id']}/conversion")
    assert "Known: Wang Wei" in page.text
    path = f"leads/{again['id']}/conversion"
    done = await acme.post(path, company_id=made["id"], with_deal=False)
    assert (done["companies"], done["contacts"]) == ([made["id"]], [])
    assert await acme.status("DELETE", f"leads/{lead['id']}/conversion") == 200
    assert await acme.status("GET", f"companies/{made['id']}") == 404

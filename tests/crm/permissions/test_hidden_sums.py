"""What a role does not see in full is in no sum, in no hint, and in no merge."""

from roles import WORKS, hire, role
from surfer import Surfer
from world import Member, Workspace

ALL = {**WORKS, "see": "all", "edit": "all", "delete": "all"}
PHONES = [{"value": "+49 30 1234567"}]


async def desk(acme: Workspace, **fields) -> Member:
    """Somebody who sees all records, but not all of each."""
    await role(acme, "Desk", records={"*": ALL}, fields=fields)
    return await hire(acme, "desk", "Rita")


async def test_columns_and_groups_do_not_sum_amounts_that_are_not_seen(acme):
    money = {"amount_minor": 7_777_00, "currency": "USD"}
    deal = await acme.create("deals", name="Pumps", amount=money, forecast="commit")
    desked = await desk(acme, deal={"amount": "hidden"})
    rita = Surfer(desked)
    for path in (
        "deals",
        "deals/all?layout=group&by=forecast",
        "deals/all?layout=kanban&by=forecast",
    ):
        assert "7,777" in (await Surfer(acme.owner).open(path)).text
        assert "7,777" not in (await rita.open(path)).text
    assert "7777" not in str(await desked.get(f"deals/{deal['id']}"))


async def test_a_merge_leaves_alone_what_is_not_seen_in_full(acme: Workspace) -> None:
    kept = await acme.create("contacts", name="Wang", about="Secret")
    other = await acme.create("contacts", name="Wang B", about="Other", phones=PHONES)
    rita = await desk(acme, contact={"about": "hidden", "phones": "masked"})
    path = f"contacts/{kept['id']}"
    shown = await rita.get(f"{path}/merge-preview", **{"with": other["id"]})
    assert not {"about", "phones"} & {field["name"] for field in shown["fields"]}
    page = await Surfer(rita).open(f"{path}/merge?with={other['id']}")
    assert "Secret" not in page.html
    assert "1234567" not in page.html
    for name in ("about", "phones"):
        wish = {"with": other["id"], "fields": {name: "other"}}
        assert (await rita.request("POST", f"{path}/merges", json=wish)).status_code == 422
    wish = {"with": other["id"], "fields": {"name": "other"}}
    assert (await rita.request("POST", f"{path}/merges", json=wish)).status_code == 201
    after = await acme.get(path)
    assert (after["name"], after["about"], after["phones"]) == ("Wang B", "Secret", [])


async def test_what_the_firm_added_is_merged_too(acme: Workspace) -> None:
    await acme.create("fields", type="contact", kind="text", label="Pumps")
    kept = await acme.create("contacts", name="Wang")
    other = await acme.create("contacts", name="Wang B", custom={"pumps": "Two"})
    await acme.request("POST", f"contacts/{kept['id']}/merges", json={"with": other["id"]})
    assert (await acme.get(f"contacts/{kept['id']}"))["custom"] == {"pumps": "Two"}
    await acme.request("DELETE", f"contacts/{kept['id']}/merges/{other['id']}")
    assert (await acme.get(f"contacts/{kept['id']}"))["custom"] == {"pumps": None}


async def test_pairs_are_not_told_for_reasons_that_are_not_seen(acme, database, work) -> None:
    for name in ("Wang", "Zhao"):
        await acme.create("contacts", name=name, phones=PHONES)
    await work()
    [pair] = (await acme.get("contacts/duplicates"))["items"]
    assert "phone" in pair["reasons"]
    rita = await desk(acme, contact={"phones": "hidden"})
    assert (await rita.get("contacts/duplicates"))["items"] == []
    assert "Zhao" not in (await Surfer(rita).open(f"contacts/{pair['a']['id']}/duplicates")).text


async def test_prices_of_the_lines_are_hidden_with_the_amount(acme: Workspace) -> None:
    deal = await acme.create("deals", name="Pumps")
    line = {"quantity": 3000, "price": 7_777_00, "text": "Pump", "discount": 1234}
    lines = {"currency": "USD", "items": [line]}
    path = f"deals/{deal['id']}/lines"
    assert (await acme.request("PUT", path, json=lines)).status_code == 200
    rita = await desk(acme, deal={"amount": "hidden"})
    [shown] = (await rita.get(path))["items"]
    assert (shown["quantity"], shown["price"], shown["discount"]) == (3000, None, 0)
    page = await Surfer(rita).open(f"deals/{deal['id']}")
    assert "Pump" in page.text
    assert "7,777" not in page.text
    assert "23,331" not in page.text
    assert await rita.status("PUT", path, json=lines) == 403
    free = {"currency": "USD", "items": [{**line, "price": None}]}
    assert await acme.status("PUT", path, json=free) == 422
    assert (await acme.get(path))["items"][0]["price"] == 7_777_00

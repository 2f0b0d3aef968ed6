"""A protected customer stays with its owner, within the caps of the firm."""

from pooling import ids_of


async def test_nobody_takes_a_protected_customer_from_its_owner(acme):
    rita = await acme.member("rep", "Rita")
    people = await ids_of(acme)
    hualian = await rita.create("companies", name="Hualian")
    path = f"companies/{hualian['id']}"
    assert await rita.status("PUT", f"{path}/protection", json={"days": 30}) == 200
    mine = next(i for n, i in people.items() if n != "Rita")
    answer = await acme.request("PATCH", path, json={"owner_id": mine})
    assert answer.status_code == 409
    assert await rita.status("DELETE", f"{path}/protection") == 204
    assert (await acme.edit(path, owner_id=mine))["owner_id"] == mine


async def test_protection_has_a_length_a_number_and_an_end(acme):
    rita = await acme.member("rep", "Rita")
    await acme.edit(
        "customer-parameters", protection_days=10, max_protected=1, protection_extensions=1
    )
    one, two = [await rita.create("companies", name=n) for n in ("One", "Two")]
    first, second = f"companies/{one['id']}/protection", f"companies/{two['id']}/protection"
    assert await rita.status("PUT", first, json={"days": 11}) == 422
    assert await rita.status("PUT", first, json={"days": 10}) == 200
    assert await rita.status("PUT", second, json={"days": 1}) == 409
    assert await rita.status("PUT", first, json={"days": 10}) == 200
    assert await rita.status("PUT", first, json={"days": 10}) == 409
    assert await rita.status("DELETE", first) == 204
    assert await rita.status("PUT", first, json={"days": 1}) == 409
    assert await rita.status("PUT", second, json={"days": 1}) == 200


async def test_a_protection_ends_with_the_ownership(acme):
    await acme.member("rep", "Rita")
    people = await ids_of(acme)
    hualian = await acme.create("companies", name="Hualian")
    path = f"companies/{hualian['id']}"
    assert await acme.status("PUT", f"{path}/protection", json={"days": 30}) == 200
    await acme.edit(path, owner_id=people["Rita"])
    assert (await acme.get(f"{path}/protection"))["protection"] is None

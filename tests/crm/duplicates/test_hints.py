"""Whoever adds a customer hears that it is there, and never more than they may see."""

from typing import Any

import pytest
from world import Workspace

NEAR = [
    ("companies", "华联水泵有限公司", "華聯水泵股份有限公司"),
    ("companies", "上海华联水泵有限公司", "Hualian Pump Co., Ltd."),
    ("companies", "Müller Maschinenbau GmbH", "Mueller Maschinenbau GmbH & Co. KG"),
    ("companies", "Société Dupont S.A.R.L.", "DUPONT SAS"),
    ("companies", "International Business Machines Corp.", "IBM"),
    ("companies", "Siemens AG", "Simens"),
    ("contacts", "王小明", "Wang Xiaoming"),
    ("contacts", "王小明", "xiaoming wang"),
    ("contacts", "王偉", "王伟"),
    ("contacts", "Ada Lovelace", "Lovelace, Ada"),
    ("contacts", "Ada Lovelace", "Ada Lovelase"),
]
FAR = [
    ("companies", "华联水泵有限公司", "海天国际物流有限公司"),
    ("companies", "Hualian Pumps Ltd", "Haitian Pumps Ltd"),
    ("companies", "Bosch GmbH", "Busch Vacuum Solutions"),
    ("contacts", "李娜", "李梅"),
    ("contacts", "Ada Lovelace", "Ada King"),
]


async def look(member: Any, plural: str, **fields: Any) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = await member.post(f"{plural}/duplicates", **fields)
    return found


@pytest.mark.parametrize(("plural", "known", "typed"), NEAR)
async def test_names_that_are_alike_are_near(acme: Workspace, plural, known, typed) -> None:
    made = await acme.create(plural, name=known)
    found = await look(acme, plural, name=typed)
    assert [one["id"] for one in found["near"]] == [made["id"]]
    assert found["exact"] == []


async def test_names_that_are_not_alike_are_not(acme: Workspace) -> None:
    for plural, known, typed in FAR:
        await acme.create(plural, name=known)
        assert (await look(acme, plural, name=typed))["near"] == [], (known, typed)


@pytest.mark.parametrize(
    ("known", "typed", "reason"),
    [
        ({"emails": [{"value": "A@Hualian.cn"}]}, {"emails": [{"value": "a@hualian.CN"}]}, "email"),
        ({"phones": [{"value": "+49 30 123456"}]}, {"phones": [{"value": "+4930123456"}]}, "phone"),
        ({"website": "www.hualian.cn/en"}, {"emails": [{"value": "x@hualian.cn"}]}, "domain"),
        ({"tax_id": "DE 123.456.789"}, {"tax_id": "de123456789"}, "code"),
    ],
)  # fmt: skip
async def test_the_same_address_or_number_is_exact(acme: Workspace, known, typed, reason) -> None:
    made = await acme.create("companies", name="Hualian", **known)
    found = await look(acme, "companies", name="Something Else", **typed)
    assert [(one["id"], one["reasons"][0]) for one in found["exact"]] == [(made["id"], reason)]


async def test_a_host_where_anybody_has_an_address_says_nothing(acme: Workspace) -> None:
    await acme.create("companies", name="Hualian", emails=[{"value": "a@gmail.com"}])
    found = await look(acme, "companies", name="Bakery", emails=[{"value": "b@gmail.com"}])
    assert found == {"exact": [], "near": []}


async def test_of_what_one_may_not_see_only_the_team_is_told(acme: Workspace) -> None:
    team = await acme.create("teams", name="North")
    owner = (await acme.get("members"))["items"][0]
    await acme.edit(f"members/{owner['id']}", team_id=team["id"])
    await acme.create("contacts", name="Ada Lovelace", emails=[{"value": "ada@hualian.cn"}])
    rita = await acme.member("rep", "Rita")
    found = await look(rita, "contacts", name="Grace", emails=[{"value": "ada@hualian.cn"}])
    [told] = found["exact"]
    assert (told["taken"], told["team"], told["reasons"]) == (True, "North", ["email"])
    assert [told[k] for k in ("id", "title", "owner", "score")] == [None] * 4
    assert (await look(rita, "contacts", name="Ada Lovelac"))["near"] == []
    same = await look(rita, "contacts", name="Lovelace Ada")
    assert "Lovelace" not in str(same)


async def test_the_refusal_of_a_taken_address_follows_the_same_rule(acme: Workspace) -> None:
    ada = [{"value": "ada@hualian.cn"}]
    await acme.create("contacts", name="Ada Lovelace", emails=ada)
    again = await acme.request("POST", "contacts", json={"name": "A", "emails": ada})
    assert (again.status_code, "Ada Lovelace" in again.text) == (409, True)
    rita = await acme.member("rep", "Rita")
    refused = await rita.request("POST", "contacts", json={"name": "A", "emails": ada})
    assert (refused.status_code, "Lovelace" in refused.text) == (409, False)
    assert "emails" in refused.json()["errors"]


async def test_what_lies_in_the_bin_is_offered_to_be_restored(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian Pumps")
    await acme.status("DELETE", f"companies/{made['id']}")
    [told] = (await look(acme, "companies", name="Hualian Pumps Ltd"))["near"]
    assert (told["id"], told["in_bin"], told["may_restore"]) == (made["id"], True, True)
    rita = await acme.member("rep", "Rita")
    assert await look(rita, "companies", name="Hualian Pumps Ltd") == {"exact": [], "near": []}


async def test_a_change_of_name_or_address_moves_the_keys(acme: Workspace) -> None:
    made = await acme.create("companies", name="Hualian", website="hualian.cn")
    await acme.edit(f"companies/{made['id']}", name="Haitian", website="haitian.cn")
    gone = await look(acme, "companies", name="Hualian", website="hualian.cn")
    assert gone == {"exact": [], "near": []}
    assert (await look(acme, "companies", name="x", website="haitian.cn"))["exact"]


async def test_another_firms_customers_are_never_hinted_at(
    acme: Workspace, globex: Workspace
) -> None:
    await acme.create("companies", name="Hualian", website="hualian.cn", tax_id="DE123456789")
    found = await look(
        globex, "companies", name="Hualian", website="hualian.cn", tax_id="DE123456789"
    )
    assert found == {"exact": [], "near": []}

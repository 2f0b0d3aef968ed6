"""A customer is shared with contacts and deals: no further than the sharer may, until then."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from roles import WORKS, hire, ids_of, put_in_team, role
from surfer import Surfer
from world import Member, Workspace


@pytest.fixture
async def rita(acme: Workspace) -> Member:
    return await acme.member("rep", "Rita")


@pytest.fixture
async def rob(acme: Workspace) -> Member:
    return await acme.member("rep", "Rob")


@pytest.fixture
async def firm(rob: Member) -> Any:
    made = await rob.create("companies", name="Hualian")
    own = {"companies": [made["id"]]}
    wang = await rob.create("contacts", name="Wang Fang", **own)
    deal = await rob.create("deals", name="Twenty pumps", **own)
    return {"id": made["id"], "contact": f"contacts/{wang['id']}", "deal": f"deals/{deal['id']}"}


async def share(by: Member, firm: Any, whom: str, **how: Any) -> int:
    return await by.status("PUT", f"companies/{firm['id']}/shares/{whom}", json=how)


async def test_contacts_and_deals_go_along_if_the_share_says_so(
    acme: Workspace, rita: Member, rob: Member, firm: Any
) -> None:
    whom = (await ids_of(acme))["Rita"]
    assert await share(rob, firm, whom, level="read") == 204
    assert await rita.status("GET", firm["deal"]) == 404
    assert await share(rob, firm, whom, level="read", along=True) == 204
    for one, plural in ((firm["deal"], "deals"), (firm["contact"], "contacts")):
        assert await rita.status("GET", one) == 200
        assert len((await rita.get(plural))["items"]) == 1
        assert await rita.status("PATCH", one, json={"name": "X"}) == 403
        mine = '{"field": "shared", "op": "eq", "value": "with_me"}'
        assert (await rita.get(plural, filter=mine))["total"]["value"] == 1
        [told] = [v for v in (await rob.get(f"{one}/viewers"))["items"] if v["name"] == "Rita"]
        assert told["why"] == "shared, may look, along with Hualian"
    assert [h["record"]["title"] for h in (await rita.get("search", q="pumps"))["results"]] == [
        "Twenty pumps"
    ]
    about = [{"type": "deal", "id": firm["deal"].partition("/")[2]}]
    visit = await rob.create("activities", text="Measured the hall", links=about)
    assert await rita.status("GET", f"activities/{visit['id']}") == 200
    seen = (await rob.get(f"activities/{visit['id']}/viewers"))["items"]
    assert {v["name"]: v["reason"] for v in seen}["Rita"] == "link"
    assert await share(rob, firm, whom, level="edit", along=True) == 204
    assert await rita.status("PATCH", firm["deal"], json={"name": "Thirty pumps"}) == 200
    assert await rob.status("DELETE", f"companies/{firm['id']}/shares/{whom}") == 204
    assert await rita.status("GET", firm["deal"]) == 404


async def test_what_others_have_at_the_customer_stays_theirs(
    acme: Workspace, rita: Member, rob: Member, firm: Any, globex: Workspace
) -> None:
    whom = (await ids_of(acme))["Rita"]
    secret = await acme.create("deals", name="Secret", companies=[firm["id"]])
    pia = await acme.member("rep", "Pia")
    assert await share(rob, firm, (await ids_of(acme))["Pia"], level="edit", along=True) == 204
    assert await share(pia, firm, whom, level="read", along=True) == 403
    assert await share(rob, firm, whom, level="read", along=True) == 204
    assert await rita.status("GET", f"deals/{secret['id']}") == 404
    assert "Rita" not in str(await acme.get(f"deals/{secret['id']}/viewers"))
    assert await globex.status("GET", firm["deal"]) == 404
    contact = firm["contact"].partition("/")[2]
    path = f"contacts/{contact}/shares/{whom}"
    assert await rob.status("PUT", path, json={"along": True}) == 422
    await rob.request("DELETE", f"companies/{firm['id']}")
    assert await rita.status("GET", firm["deal"]) == 404


async def test_who_may_not_give_deals_away_shares_none_along(
    acme: Workspace, rita: Member, firm: Any
) -> None:
    whom = (await ids_of(acme))["Rita"]
    all_but = {"*": {**WORKS, "see": "all", "transfer": "all"}, "deal": {"transfer": "none"}}
    await role(acme, "Gives firms", records=all_but)
    mona = await hire(acme, "gives-firms", "Mona")
    assert await share(mona, firm, whom, level="read") == 204
    assert await share(mona, firm, whom, level="read", along=True) == 403
    assert await rita.status("GET", firm["deal"]) == 404


async def test_a_team_is_shown_them_until_the_share_ends(
    acme: Workspace, rita: Member, rob: Member, firm: Any, admin_dsn: str
) -> None:
    north = (await acme.post("teams", 201, name="North"))["id"]
    await put_in_team(acme, "Rita", north)
    ends = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    how = {"level": "read", "along": True, "expires_at": ends}
    path = f"companies/{firm['id']}/team-shares/{north}"
    assert await rob.status("PUT", path, json=how) == 204
    assert await rita.status("GET", firm["contact"]) == 200
    page = await Surfer(rob).open(firm["contact"])
    assert "along with Hualian" in page.text
    connection = await asyncpg.connect(admin_dsn)
    try:
        await connection.execute("UPDATE team_share SET expires_at = now() - interval '1 second'")
    finally:
        await connection.close()
    assert await rita.status("GET", firm["contact"]) == 404
    assert "Rita" not in str(await rob.get(f"{firm['contact']}/viewers"))


async def test_the_dialog_offers_it_for_customers_only(
    acme: Workspace, rita: Member, rob: Member, firm: Any
) -> None:
    surfer, whom = Surfer(rob), (await ids_of(acme))["Rita"]
    page = await surfer.open(f"companies/{firm['id']}/sharing")
    assert page.all("input", name="along")
    page = await surfer.open(f"{firm['contact']}/sharing")
    assert not page.all("input", name="along")
    path = f"companies/{firm['id']}/shares"
    await surfer.follow(path, member_id=whom, level="read", along="1")
    assert await rita.status("GET", firm["deal"]) == 200


async def test_what_is_selected_in_a_list_is_shared_with_it_at_once(
    acme: Workspace, rita: Member, rob: Member, firm: Any
) -> None:
    surfer, whom = Surfer(rob), (await ids_of(acme))["Rita"]
    dialog = await surfer.open("companies/bulk/sharing", htmx=True)
    assert dialog.all("input", name="along")
    assert not (await surfer.open("contacts/bulk/sharing", htmx=True)).all("input", name="along")
    said = {"act": "share", "ids": firm["id"], "member_id": whom, "level": "edit", "along": "1"}
    await surfer.follow("companies/bulk", **said)
    assert await rita.status("PATCH", firm["deal"], json={"name": "Thirty pumps"}) == 200

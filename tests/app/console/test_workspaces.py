"""What an operator does to a workspace, with a reason, on record here and there."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from world import open_workspace

from bots.core.rereading import READING
from kernel import clock
from kernel.features import is_on
from kernel.transaction import UnitOfWork
from tenants.access.lookup import admitted, enter


async def test_a_workspace_is_stopped_and_goes_on_and_both_audits_say_why(acme, globex, console):
    assert (await console.act(acme, "suspension", reason="unpaid")).status_code == 303
    assert await acme.status("GET", "contacts") == 404
    assert await globex.status("GET", "contacts") == 200
    assert (await console.act(acme, "suspension", reason="once more")).status_code == 409
    assert (await console.act(acme, "resumption", reason="paid")).status_code == 303
    events = (await acme.get("audit", type="operator"))["items"]
    assert [e["after"]["reason"] for e in events] == ["paid", "unpaid"]
    assert {(e["actor_name"], e["source"]) for e in events} == {(console.email, "operator")}
    assert "unpaid" in await console.open(f"/operator/deeds?workspace={acme.workspace_id}")
    assert (await globex.get("audit", type="operator"))["items"] == []


async def test_nothing_is_done_without_a_reason(acme, console):
    answer = await console.act(acme, "suspension", reason="  ")
    assert answer.status_code == 422
    assert await acme.status("GET", "contacts") == 200
    assert "suspended" not in await console.open(f"/operator/deeds?workspace={acme.workspace_id}")


async def test_the_sheet_holds_what_is_shown_and_is_on_record(acme, globex, console):
    await acme.create("contacts", name="Ada Secret")
    sheet = await console.send("/operator", "/operator/workspaces/sheet", q=acme.slug)
    assert acme.slug in sheet.text
    assert globex.slug not in sheet.text
    assert "Ada Secret" not in sheet.text
    assert "took the list of workspaces away" in await console.open("/operator/deeds")


async def test_the_list_is_walked_page_by_page_in_any_order(http, console, monkeypatch):
    monkeypatch.setattr("app.console.workspaces.listing.PAGE", 1)
    chain = uuid4().hex[:12]
    firms = {(await open_workspace(http, f"{chain}{n}")).workspace_id for n in range(3)}
    for sort in ("name", "-created", "people", "-storage", "active"):
        seen, path = [], f"/operator?sort={sort}&status=active&q={chain}"
        for _page in range(4):
            page = await console.open(path)
            seen += re.findall(r'/operator/workspaces/([0-9a-f-]{36})"', page)
            further = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
            if further is None:
                break
            path = "/operator" + further[1].replace("&amp;", "&")
        assert len(seen) == len(firms), sort
        assert firms == set(seen)


async def test_a_plan_a_longer_trial_and_credit_are_given_by_hand(desk, acme, console, admin):
    assert (await console.act(acme, "trial", days="30", reason="asked for it")).status_code == 303
    page = await console.open(f"/operator/workspaces/{acme.workspace_id}")
    assert "on trial" in page
    until = (clock.now() + timedelta(days=60)).date().isoformat()
    form = {"plan": "business", "seats": "7", "interval": "month", "until": until}
    brings = "SELECT yearly_minor FROM revenue_span WHERE tenant_id = $1 AND ended_at IS NULL"
    for charged, yearly in (("", 0), ("70.01", 84_012)):
        given = await console.act(acme, "plan", **form, charged=charged, reason="a friend")
        assert given.status_code == 303
        assert await admin.fetchval(brings, UUID(acme.workspace_id)) == yearly
    assert (await console.act(acme, "credit", amount="12.50", reason="sorry")).status_code == 303
    assert (await console.act(acme, "credit", amount="-3", reason="sorry")).status_code == 422
    assert (await console.act(acme, "trial", days="9", reason="no")).status_code == 409
    [event] = (await acme.get("audit", type="subscription", limit=1))["items"]
    assert event["after"] == {"credit_minor": 1250}


async def test_without_billing_nothing_about_money_is_there(acme, console):
    page = await console.open(f"/operator/workspaces/{acme.workspace_id}")
    assert "/credit" not in page
    assert (await console.fetch("/operator/money")).status_code == 404
    assert (await console.act(acme, "credit", amount="1", reason="x")).status_code == 404


async def test_a_switch_of_one_workspace_goes_over_the_deployments(acme, globex, console, database):
    async def reads(firm):
        uow = UnitOfWork(database)
        row = await enter(uow, firm.token, firm.slug)
        answer = is_on(READING, await admitted(uow, row))
        await uow.finish(commit=False)
        return answer

    here = f"flags/{READING.code}"
    assert (await console.act(acme, here, is_on="no", reason="they asked")).status_code == 303
    assert [await reads(acme), await reads(globex)] == [False, True]
    assert (await console.act(acme, here, is_on="yes", reason="again")).status_code == 303
    everywhere = f"/operator/features/{READING.code}"
    assert (await console.send("/operator/features", everywhere, is_on="no")).status_code == 303
    assert [await reads(acme), await reads(globex)] == [True, False]
    assert (await console.act(acme, here, is_on="", reason="as all")).status_code == 303
    assert [await reads(acme), await reads(globex)] == [False, False]
    assert (await console.send("/operator/features", everywhere, is_on="yes")).status_code == 303
    assert (await console.act(acme, "flags/none", is_on="no", reason="x")).status_code == 404

"""Targets: set in a grid, reached by what was done, told of once."""

from typing import Any

import pytest
from chatting import work
from dealings import TODAY
from roles import ids_of, put_in_team
from surfer import Surfer
from world import Member, Workspace

from crm.analytics.periods import around

MONTH = around("month", TODAY)
AMOUNT = {"amount_minor": 4_000_00, "currency": "USD"}


def wish(value: int | None, scope: str = "company", subject: Any = None, **more: str) -> Any:
    said = {"metric": "contract_amount", "period": MONTH.code, "value": value}
    whose = {"team": "team_id", "user": "member_id"}
    return {**said, **({whose[scope]: subject} if subject else {}), **more}


async def put(who: Any, *wishes: Any, expected: int = 200) -> None:
    answer = await who.request("PUT", "numbers/targets", json={"items": list(wishes)})
    assert answer.status_code == expected, answer.text


async def win(who: Any, **fields: Any) -> Any:
    deal = await who.create("deals", name="Pumps", amount=AMOUNT, **fields)
    return await who.post(f"deals/{deal['id']}/winning")


async def reached(who: Any) -> dict[str, tuple[Any, float | None]]:
    found = (await who.get("numbers/targets", period=MONTH.code))["items"]
    return {one["scope"]: (one["actual"]["value"], one["attainment"]) for one in found}


@pytest.fixture
async def rita(acme: Workspace) -> Member:
    return await acme.member("rep", "Rita")


async def test_a_target_is_reached_by_what_is_won_and_not_by_what_is_lost(acme, rita):
    people = await ids_of(acme)
    await put(acme, wish(8_000_00), wish(4_000_00, "user", people["Rita"]))
    await win(rita)
    await win(acme)
    lost = await acme.create("deals", name="Valves", amount=AMOUNT)
    await acme.post(f"deals/{lost['id']}/loss", reason="price")
    assert await reached(acme) == {"company": (8_000_00, 1.0), "user": (4_000_00, 1.0)}
    # The firm's sum is none of a rep's business: part of it would be told as all.
    assert await reached(rita) == {"user": (4_000_00, 1.0)}
    await put(acme, wish(16_000_00), wish(None, "user", people["Rita"]))
    [one] = (await acme.get("numbers/targets", period=MONTH.code))["items"]
    begun, every = MONTH.workdays(TODAY)
    assert one["attainment"] == 0.5
    assert one["pace"] == pytest.approx(0.5 * every / begun if begun else None)
    listed = await acme.get("deals", filter=one["actual"]["filter"])
    assert listed["total"]["value"] == 2


async def test_visits_and_new_companies_count_by_whose_they_are(acme, rita):
    people = await ids_of(acme)
    wishes = [
        wish(4, "user", people["Rita"], metric=metric)
        for metric in ("visits", "new_accounts", "won_deals")
    ]
    await put(acme, *wishes)
    hualian = await rita.create("companies", name="Hualian")
    about = {"type": "company", "id": hualian["id"]}
    await rita.create("activities", text="Met", kind="visit", links=[about])
    await rita.create("activities", text="Rang", kind="call", links=[about])
    await acme.create("activities", text="Met", kind="visit", links=[about])
    found = (await rita.get("numbers/targets", period=MONTH.code))["items"]
    assert {one["metric"]: one["actual"]["value"] for one in found} == {
        "visits": 1,
        "new_accounts": 1,
        "won_deals": 0,
    }


async def test_a_manager_sets_and_sees_the_teams_below_and_nobody_elses(acme, globex, rita):
    team = await acme.create("teams", name="North")
    below = await acme.create("teams", name="Coast", parent_id=team["id"])
    other = await acme.create("teams", name="South")
    mia = await acme.member("manager", "Mia")
    await put_in_team(acme, "Mia", team["id"])
    await put_in_team(acme, "Rita", below["id"])
    people = await ids_of(acme)
    await put(mia, wish(10_000_00, "team", team["id"]), wish(5_000_00, "user", people["Rita"]))
    boss = next(i for name, i in people.items() if name not in {"Mia", "Rita"})
    for wrong in (wish(1), wish(1, "team", other["id"]), wish(1, "user", boss)):
        await put(mia, wrong, expected=403)
    await put(rita, wish(1, "user", people["Rita"]), expected=403)
    theirs = next(iter((await ids_of(globex)).values()))
    for scope in ("user", "team"):
        await put(acme, wish(1, scope, theirs), expected=404)
    await put(acme, wish(1, period="2026-13"), expected=422)
    await win(rita)
    assert await reached(mia) == {"team": (4_000_00, 0.4), "user": (4_000_00, 0.8)}
    assert await reached(rita) == {"user": (4_000_00, 0.8)}
    assert await reached(globex) == {}


async def test_half_and_nine_tenths_and_all_are_told_once(acme, rita, database):
    people = await ids_of(acme)
    await put(acme, wish(8_000_00, "user", people["Rita"]))
    await win(rita)
    for _night in range(2):
        await work(database, "targets.check", {}, acme.workspace_id)
    told = [n["title"] for n in (await rita.get("notifications"))["items"]]
    assert [title for title in told if "50%" in title] == [
        f"50% of the target is reached: Won amount, {MONTH.code}"
    ]
    await win(rita)
    await work(database, "targets.check", {}, acme.workspace_id)
    told = [n["title"] for n in (await rita.get("notifications"))["items"]]
    assert [title[:4] for title in told if "target" in title] == ["100%", "50% "]


async def test_the_grid_sets_and_takes_away(acme):
    browser = Surfer(acme.owner)
    cell = f"company..{MONTH.code}"
    form = {"metric": "contract_amount", "year": str(MONTH.first.year), cell: "12,000.50"}
    page = await browser.follow("numbers/targets/setting", **form)
    assert page.all("input", name=cell)[0]["value"] == "12000.50"
    [one] = (await acme.get("numbers/targets", period=MONTH.code))["items"]
    assert one["value"] == 12_000_50
    assert "The whole firm" in (await browser.open("numbers/targets")).text
    wrong = await browser.follow("numbers/targets/setting", **{**form, cell: "much"})
    assert wrong.all("input", name=cell)[0]["value"] == "12000.50"
    await browser.follow("numbers/targets/setting", **{**form, cell: ""})
    assert (await acme.get("numbers/targets", period=MONTH.code))["items"] == []

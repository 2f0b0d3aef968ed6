"""A saved view that lies as a board, with its filter."""

import json

import pytest
from surfer import Surfer
from world import Workspace

BIG = {"field": "name", "op": "starts_with", "value": "Big"}


async def board(acme: Workspace, type: str, by: str) -> str:
    made = await acme.create(
        "views", type=type, name="Large", filter=BIG, layout="kanban", by=by, sharing="everyone"
    )
    return made["id"]


async def test_leads_lie_on_a_board_by_their_state(acme: Workspace) -> None:
    for name in ("Big pumps", "Big valves", "Small seals"):
        await acme.create("leads", name=name)
    view = await board(acme, "lead", "status")
    page = await Surfer(acme.owner).open(f"leads?view={view}")
    column = page.html.split('data-column="new"')[1].split("</section>")[0]
    assert "Big pumps" in column
    assert "Big valves" in column
    assert "Small seals" not in page.text


async def test_a_view_of_deals_is_the_pipeline_with_its_filter(acme: Workspace) -> None:
    for name in ("Big pumps", "Small seals"):
        await acme.create("deals", name=name)
    view = await board(acme, "deal", "stage_id")
    browser = Surfer(acme.owner)
    answer = await browser.fetch(f"deals/all?view={view}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{acme.slug}/deals?view={view}"
    for path in (f"deals?view={view}", f"deals?filter={json.dumps(BIG)}"):
        page = await browser.open(path)
        assert "Big pumps" in page.text
        assert "Small seals" not in page.text


@pytest.mark.parametrize("by", ["name", "stage_id", "custom.heat"])
async def test_a_board_needs_a_field_with_columns(acme: Workspace, by: str) -> None:
    wish = {"type": "company", "name": "Odd", "layout": "kanban", "by": by}
    assert (await acme.request("POST", "views", json=wish)).status_code == 422

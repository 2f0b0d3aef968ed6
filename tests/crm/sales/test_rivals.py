"""Competitors: what they offered on our deals, and how we fare against them."""

from surfer import Surfer
from world import Workspace


async def test_offers_are_kept_with_the_deal_and_read_of_the_competitor_as_far_as_one_sees(
    acme: Workspace, globex: Workspace
) -> None:
    rep = await acme.member("rep", "Rita")
    rival = await acme.create("competitors", name="Busch")
    known = {"competitors": [rival["id"]]}
    mine = await rep.create("deals", name="Twenty pumps", **known)
    hers = await acme.create("deals", name="Secret fans", **known)
    offer = {"competitor_id": rival["id"], "product": "R5", "price": 99_00, "note": "8 weeks"}
    for who, deal, product in ((rep, mine, "R5"), (acme, hers, "R9")):
        body = {"items": [{**offer, "product": product}]}
        assert await who.status("PUT", f"deals/{deal['id']}/rival-offers", json=body) == 200
    [kept] = (await rep.get(f"deals/{mine['id']}/rival-offers"))["items"]
    assert (kept["product"], kept["price"], kept["currency"]) == ("R5", 99_00, "USD")
    theirs = await globex.create("competitors", name="Theirs")
    wrong = {"items": [{**offer, "competitor_id": theirs["id"]}]}
    path = f"deals/{mine['id']}/rival-offers"
    assert await rep.status("PUT", path, json=wrong) == 422
    assert await globex.status("GET", path) == 404
    assert await rep.status("GET", f"deals/{hers['id']}/rival-offers") == 404
    page = await Surfer(rep).open(f"competitors/{rival['id']}/against", htmx=True)
    assert "R5" in page.text
    assert "R9" not in page.text
    assert "Secret" not in page.text


async def test_the_competitors_page_counts_won_and_lost_with_reasons(acme: Workspace) -> None:
    rival = await acme.create("competitors", name="Busch")
    for name in ("One", "Two", "Three"):
        deal = await acme.create("deals", name=name, competitors=[rival["id"]])
        how = {"winning": {}, "loss": {"reason": "price", "competitor_id": rival["id"]}}
        way = "winning" if name == "One" else "loss"
        await acme.post(f"deals/{deal['id']}/{way}", **how[way])
    surfer = Surfer(acme.owner)
    page = await surfer.open(f"competitors/{rival['id']}/against", htmx=True)
    assert "33%" in page.text
    assert "Price" in page.text
    [card] = (await surfer.open(f"competitors/{rival['id']}")).all("div", hx_trigger="load")[:1]
    assert card["hx-get"].endswith("/against")


async def test_an_offer_is_written_down_on_the_deals_page(acme: Workspace) -> None:
    rival = await acme.create("competitors", name="Busch")
    deal = await acme.create("deals", name="Pumps", competitors=[rival["id"]])
    form = [
        ("competitor_id", rival["id"]), ("product", "R5"), ("price", "99.50"),
        ("currency", "EUR"), ("note", ""), ("day", "2026-11-02"),
    ]  # fmt: skip
    page = await Surfer(acme.owner).follow(f"deals/{deal['id']}/rival-offers", form)
    assert "R5" in page.text
    assert "99.50" in page.text

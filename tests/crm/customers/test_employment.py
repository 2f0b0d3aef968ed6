"""Who works where, and who has left."""

from chatting import say
from surfer import Surfer


async def test_who_has_left_leaves_pickers_and_chats_and_stays_in_history(acme, globex, work):
    firm = await acme.create("companies", name="Hualian")
    other = await acme.create("companies", name="Nordwind")
    phones = [{"value": "+49 30 5550100", "label": ""}]
    wang = await acme.create("contacts", name="Wang Lei", companies=[firm["id"]], phones=phones)
    calls = f"worklists/{(await acme.create('worklists', name='Ring', holds='company'))['id']}"
    await acme.post(f"{calls}/filling", record_ids=[firm["id"]])
    assert "Wang Lei" in str((await acme.post(f"{calls}/turns"))["turn"])
    links = [{"type": "contact", "id": wang["id"]}, {"type": "company", "id": firm["id"]}]
    visit = await acme.create("activities", text="Met him", links=links)
    path, browser = f"contacts/{wang['id']}/employments", Surfer(acme.owner)
    picking = "deals/choose/contacts?q_contacts=wang"
    assert "Wang Lei" in (await browser.open(picking)).text
    put = {"role": "Buyer", "inactive_since": "2026-01-31"}
    [place] = (await acme.request("PUT", f"{path}/{firm['id']}", json=put)).json()["items"]
    assert (place["role"], place["inactive_since"]) == ("Buyer", "2026-01-31")
    assert "Jan 31, 2026" in (await browser.open(f"companies/{firm['id']}")).text
    assert "no longer works there" in (await browser.open(f"contacts/{wang['id']}")).text
    assert "Wang Lei" not in (await browser.open(picking)).text
    assert "Wang Lei" not in str((await acme.post(f"{calls}/turns"))["turn"])
    await work()
    [card] = await say(acme, "met Wang Lei, wants pumps")
    assert "Hualian" not in str(card["card"])
    kept = (await acme.get(f"activities/{visit['id']}"))["links"]
    assert {link["title"] for link in kept} == {"Wang Lei", "Hualian"}
    assert await acme.status("PUT", f"{path}/{other['id']}", json=put) == 409
    assert await globex.status("PUT", f"{path}/{firm['id']}", json=put) == 404
    ahead = {"inactive_since": "2090-01-01"}
    assert await acme.status("PUT", f"{path}/{firm['id']}", json=ahead) == 422
    await browser.follow(f"{path}/{firm['id']}", act="return", role="Boss")
    [place] = (await acme.get(path))["items"]
    assert (place["role"], place["inactive_since"]) == ("Boss", None)

"""The loop: a visit's objection becomes a card, reaches another rep, is used, and is counted."""

import pytest


async def _deal(member, rival, **more):
    return await member.create("deals", name="Pumps", competitors=[rival["id"]], **more)


HEARD = [
    ("Grundfos", "Met Wang: price too high, Grundfos is 10 % cheaper"),
    ("上流", "拜访王总，嫌贵，说上流便宜一成，周五发报价"),
]


@pytest.mark.parametrize(("name", "text"), HEARD)
async def test_a_visits_objection_comes_to_another_rep_and_is_counted(acme, work, name, text):
    rita, omar = await acme.member("rep", "Rita"), await acme.member("rep", "Omar")
    rival = await acme.create("competitors", name=name)
    visit = await rita.create("activities", text=text, links=[])
    kept = await rita.post("knowledge-captures", 201, record_id=visit["id"])
    assert (kept["kind"], kept["topic"], kept["competitors"]) == (
        "objection",
        "price",
        [rival["id"]],
    )
    # What it is called tells whom it is against.
    assert name in kept["name"]
    again = await rita.post("knowledge-captures", 201, record_id=visit["id"])
    assert again["id"] == kept["id"]
    deal = await _deal(omar, rival)
    await acme.edit(f"knowledge/{kept['id']}", answer="Ours last twice as long.")
    await acme.post(f"knowledge/{kept['id']}/publication")
    await work()
    told = (await omar.get("notifications"))["items"]
    assert [one["record_id"] for one in told if one["kind"] == "knowledge"] == [kept["id"]]
    fits = (await omar.get(f"deals/{deal['id']}/knowledge"))["items"]
    assert [(one["id"], one["reasons"]) for one in fits] == [(kept["id"], ["competitor"])]
    await omar.post(f"knowledge/{kept['id']}/use", way="quoted")
    await omar.post(f"knowledge/{kept['id']}/votes", helped=True)
    assert await rita.status("POST", f"knowledge/{kept['id']}/votes", json={"helped": True}) == 403
    await omar.post(f"knowledge/{kept['id']}/thanks")
    counted = await omar.get(f"knowledge/{kept['id']}/use")
    ways = ("shown", "quoted", "helped", "thanks")
    assert [counted[way] for way in ways] == [1, 1, 1, 1]
    await omar.post(f"deals/{deal['id']}/winning")
    figures = await acme.get("knowledge-figures")
    assert (figures["outcomes"]["used"]["won"], figures["outcomes"]["unused"]["closed"]) == (1, 0)
    given = figures["contributions"]
    assert [(one["kept"], one["helped"], one["thanked"]) for one in given] == [(1, 1, 1)]


async def test_no_more_pieces_a_week_come_by_themselves_than_the_workspace_wants(acme, work):
    assert await acme.status("PUT", "knowledge-habits", json={"pushes_a_week": 2}) == 200
    omar = await acme.member("rep", "Omar")
    rival = await acme.create("competitors", name="Grundfos")
    await _deal(omar, rival)
    for text in ("They deliver late", "They charge for start-up", "No service"):
        made = await acme.create("knowledge", text=text, competitors=[rival["id"]])
        await acme.post(f"knowledge/{made['id']}/publication")
        await work()
    told = (await omar.get("notifications"))["items"]
    assert len([one for one in told if one["kind"] == "knowledge"]) == 2

"""Knowledge: kept by everybody, put in order by curators, read by all."""


async def test_a_captured_piece_is_its_makers_and_a_published_one_everybodys(acme, globex):
    rep, other = await acme.member("rep", "Rita"), await acme.member("rep", "Omar")
    kept = await rep.create("knowledge", kind="objection", text="Wang finds the pumps too dear")
    path = f"knowledge/{kept['id']}"
    assert kept["name"] == "Wang finds the pumps too dear"
    assert await other.status("GET", path) == 404
    assert (await other.get("search", q="dear"))["results"] == []
    await acme.edit(path, answer="Ours need half the power.")
    await acme.post(f"{path}/publication")
    assert (await other.get(path))["state"] == "published"
    assert [h["record"]["id"] for h in (await other.get("search", q="dear"))["results"]] == [
        kept["id"]
    ]
    assert await globex.status("GET", path) == 404


async def test_what_everybody_reads_is_changed_by_curators(acme):
    rep, manager = await acme.member("rep", "Rita"), await acme.member("manager", "Mia")
    kept = await rep.create("knowledge", text="Hualian pays within ten days")
    path = f"knowledge/{kept['id']}"
    assert await rep.status("POST", f"{path}/publication") == 403
    # Rita is in no team of Mia's: Mia does not see what she kept.
    assert await manager.status("POST", f"{path}/publication") == 404
    await acme.post(f"{path}/publication", review_due="2099-01-01")
    assert await rep.status("PATCH", path, json={"text": "Never"}) == 403
    assert (await acme.post(f"{path}/retirement"))["state"] == "retired"
    assert await acme.status("POST", f"{path}/publication") == 409
    again = await acme.request("DELETE", f"{path}/retirement")
    assert again.json()["state"] == "curated"
    assert (await acme.post(f"{path}/publication"))["edition"] == 2

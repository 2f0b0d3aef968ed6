"""What must be known after which contact, and how much of it is."""

from surfer import Surfer


async def test_a_visit_makes_fields_due_and_filling_them_raises_the_score(acme):
    await acme.request(
        "PUT",
        "capture-requirements",
        json={"activity_kind": "visit", "fields": ["industry", "level", "phones"]},
    )
    hualian = await acme.create("companies", name="Hualian", industry="Pumps")
    path = f"companies/{hualian['id']}"
    assert (await acme.get(f"{path}/completeness"))["score"] is None
    links = [{"type": "company", "id": hualian["id"]}]
    await acme.create("activities", kind="visit", text="First visit", links=links)
    told = await acme.get(f"{path}/completeness")
    assert (told["score"], told["missing"]) == (33, ["level", "phones"])
    await acme.edit(path, level="A", phones=[{"value": "021 55556666"}])
    assert (await acme.get(f"{path}/completeness"))["score"] == 100


async def test_a_standard_names_real_fields_and_kinds_and_is_the_administrators(acme):
    rita = await acme.member("rep", "Rita")
    wish = {"activity_kind": "visit", "fields": ["industry"]}
    assert await rita.status("PUT", "capture-requirements", json=wish) == 403
    for wrong in ({"fields": ["tenant_id"]}, {"activity_kind": "seance"}):
        assert await acme.status("PUT", "capture-requirements", json={**wish, **wrong}) == 422
    browser = Surfer(acme.owner)
    await browser.follow("settings/data-standard", activity_kind="call", fields="city")
    assert (await acme.get("capture-requirements"))["items"] == [
        {"activity_kind": "call", "fields": ["city"]}
    ]


async def test_what_happens_to_a_customer_stands_on_its_timeline(acme, globex):
    hualian = await acme.create("companies", name="Hualian")
    path = f"companies/{hualian['id']}"
    said = {"kind": "funding", "day": "2026-03-01", "note": "Round B", "source": "Press"}
    assert await globex.status("POST", f"{path}/happenings", json=said) == 404
    await acme.post(f"{path}/happenings", 201, **said)
    told = [e for e in (await acme.get(f"{path}/timeline"))["items"] if e["kind"] == "happening"]
    assert told[0]["data"] == {"kind": "funding", "note": "Round B", "source": "Press"}
    browser = Surfer(acme.owner)
    await browser.follow(f"{path}/happening", kind="news", day="2026-04-01", note="New plant")
    assert "New plant" in (await browser.open(path)).text


async def test_a_firm_has_kinds_of_follow_up_of_its_own_and_keeps_ours_under_its_names(acme):
    await acme.create("options", list="activity_kind", label="Trade fair")
    words = (await acme.get("lists"))["items"]
    [kinds] = [one for one in words if one["name"] == "activity_kind"]
    assert kinds["of"] == "Activity, Task"
    visit, fair = kinds["options"][0], kinds["options"][-1]
    await acme.edit(f"options/{visit['id']}", label="Call on site")
    assert await acme.status("POST", f"options/{visit['id']}/archival") == 409
    made = await acme.create("companies", name="Hualian")
    links = [{"type": "company", "id": made["id"]}]
    for kind in (visit["value"], fair["value"]):
        await acme.create("activities", kind=kind, text="Wants 20 pumps", links=links)
    page = (await Surfer(acme.owner).open(f"companies/{made['id']}")).text
    assert page.count("Trade fair") >= 2
    assert "Call on site" in page
    said = {"activity_kind": fair["value"], "fields": ["city"]}
    assert await acme.status("PUT", "capture-requirements", json=said) == 200

"""Checking in by a place that is sent from the phone."""

from datetime import UTC, datetime, timedelta

import time_machine


async def test_a_place_checks_in_at_a_customer_nearby(acme, globex, phone, link):
    there = {"latitude": 48_370_000, "longitude": 10_898_000}
    await acme.create("companies", name="Hualian", **there)
    await acme.create("companies", name="Far away", latitude=52_000_000, longitude=13_000_000)
    await acme.create("companies", name="Nowhere")
    await globex.create("companies", name="Theirs", **there)
    await link(acme.owner, phone)
    [asked] = await phone.stand(48.3705, 10.898)
    labels = [cell[0] for cell in phone.buttons(asked)]
    assert labels == ["Hualian · 56 m", "Other customer"]
    assert (await acme.get("activities"))["items"] == []
    [done] = await phone.press("Hualian", asked)
    assert "verified, 56 m" in done["text"]
    [visit] = (await acme.get("activities"))["items"]
    assert (visit["kind"], visit["verified"], visit["distance"]) == ("visit", True, 56)
    await phone.press("Hualian", asked)
    assert len((await acme.get("activities"))["items"]) == 1


async def test_who_is_too_far_is_not_verified_and_a_name_is_enough(acme, phone, link):
    await acme.create("companies", name="Hualian", latitude=48_370_000, longitude=10_898_000)
    await acme.create("companies", name="Nowhere")
    await link(acme.owner, phone)
    [asked] = await phone.stand(48.38, 10.898)
    [done] = await phone.press("Hualian", asked)
    assert "not verified: 1,112 m" in done["text"]
    [asked] = await phone.stand(0.0, 0.0)
    await phone.press("Other customer", asked)
    [which] = await phone.say("nowhere")
    [done] = await phone.press("Nowhere", which)
    assert "not known" in done["text"]


async def test_a_place_of_others_or_of_before_proves_nothing(acme, phone, link):
    await acme.create("companies", name="Hualian", latitude=48_370_000, longitude=10_898_000)
    await link(acme.owner, phone)
    origin = {"type": "hidden_user", "sender_user_name": "X", "date": 1}
    for sign in ({"forward_origin": origin}, {"venue": {"title": "Hualian"}}):
        [said] = await phone.stand(48.37, 10.898, **sign)
        assert "stand yourself" in said["text"]
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=11), tick=True):
        [asked] = await phone.stand(48.37, 10.898)
    [old] = await phone.press("Hualian", asked)
    assert "too old" in old["text"]
    assert (await acme.get("activities"))["items"] == []


async def test_a_rep_finds_own_customers_around(acme, phone, link):
    there = {"latitude": 48_370_000, "longitude": 10_898_000}
    await acme.create("companies", name="Of the owner", **there)
    rita = await acme.member("rep", "Rita")
    await rita.create("companies", name="Of Rita", **there)
    await link(rita, phone)
    [asked] = await phone.stand(48.37, 10.898)
    assert [cell[0] for cell in phone.buttons(asked)] == ["Of Rita · 0 m", "Other customer"]


async def test_a_photo_after_checking_in_lies_beside_that_visit(acme, phone, link):
    await acme.create("companies", name="Hualian", latitude=48_370_000, longitude=10_898_000)
    await link(acme.owner, phone)
    phone.network.files = {"big": b"photo!"}
    [asked] = await phone.stand(48.3705, 10.898)
    [done] = await phone.press("Hualian", asked)
    assert "A photo that you send now" in done["text"]
    [said] = await phone.send(photo=[{"file_id": "big", "width": 1280}])
    assert "beside your visit" in said["text"]
    assert "56 m" in said["text"]
    [visit] = (await acme.get("activities"))["items"]
    [photo] = (await acme.get(f"activities/{visit['id']}/attachments"))["items"]
    assert (photo["name"], photo["size"]) == ("Photo.jpg", 6)
    await phone.say("met Northwind Ltd, wants a quote")
    await phone.send(photo=[{"file_id": "big", "width": 1280}])
    assert len((await acme.get(f"activities/{visit['id']}/attachments"))["items"]) == 1

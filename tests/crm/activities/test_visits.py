"""Visits that are proved by where one stands, and the way from one to the next."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surfer import Surfer
from world import Workspace

from crm.activities.places import Place, length, metres, visit_order

BERLIN = {"latitude": 52_520_008, "longitude": 13_404_954}
places = st.lists(
    st.builds(
        Place,
        st.integers(-90_000_000, 90_000_000),
        st.integers(-180_000_000, 180_000_000),
    ),
    max_size=9,
)


@given(places)
def test_a_route_visits_each_once_from_the_first_and_is_not_longer_than_as_written(found):
    order = visit_order(found)
    assert sorted(order) == list(range(len(found)))
    assert order[:1] == [0][: len(found)]
    nearest = [0][: len(found)]
    while len(nearest) < len(found):
        here = found[nearest[-1]]
        left = [i for i in range(len(found)) if i not in nearest]
        nearest.append(min(left, key=lambda i: (metres(here, found[i]), i)))
    assert length(found, order) <= length(found, nearest)


@given(places)
def test_it_is_as_far_there_as_back_and_nowhere_to_itself(found):
    for a in found:
        assert metres(a, a) == 0
        for b in found:
            assert metres(a, b) == metres(b, a) <= 20_100_000


@pytest.fixture
async def hualian(acme: Workspace) -> Any:
    return await acme.create("companies", name="Hualian", **BERLIN)


async def stand(who: Any, company: Any, north: float = 0.0, **more: Any) -> Any:
    here = {"latitude": 52.520008 + north, "longitude": 13.404954, **more}
    return await who.post(f"companies/{company['id']}/checkins", 201, **here)


async def test_near_enough_is_verified_and_further_off_is_not(acme, hualian) -> None:
    near = await stand(acme, hualian, 0.002, accuracy=20)
    assert (near["kind"], near["verified"], near["distance"]) == ("visit", True, 222)
    far = await stand(acme, hualian, 0.01)
    assert (far["verified"], far["distance"]) == (False, 1112)
    vague = await stand(acme, hualian, accuracy=5000)
    assert vague["verified"] is False
    await acme.edit("customer-parameters", checkin_radius=2000)
    assert (await stand(acme, hualian, 0.01))["verified"] is True


async def test_nobody_says_of_themselves_that_they_were_there(acme, hualian) -> None:
    said = {"text": "Was there", "verified": True}
    assert await acme.status("POST", "activities", json=said) == 422
    made = await stand(acme, hualian, 0.01)
    assert await acme.status("PATCH", f"activities/{made['id']}", json={"verified": True}) == 422


async def test_one_checks_in_only_where_one_sees_the_customer(acme, globex, hualian) -> None:
    rita = await acme.member("rep", "Rita")
    here = {"latitude": 52.5, "longitude": 13.4}
    for who in (rita, globex):
        path = f"companies/{hualian['id']}/checkins"
        assert await who.status("POST", path, json=here) == 404
    wrong = {"latitude": 91, "longitude": 13.4}
    assert await acme.status("POST", f"companies/{hualian['id']}/checkins", json=wrong) == 422


async def test_the_browsers_button_checks_in(acme, hualian) -> None:
    browser = Surfer(acme.owner)
    page = await browser.open(f"companies/{hualian['id']}")
    assert "Check in" in page.text
    form = {"latitude": "52.520008", "longitude": "13.404954", "accuracy": "9.5"}
    answer = await browser.send(f"companies/{hualian['id']}/checkin", **form)
    assert answer.status_code == 303
    assert "Take a photo" in (await browser.open(answer.headers["location"])).text
    assert "Checked in at Hualian." in (await browser.open(f"companies/{hualian['id']}")).text


async def test_the_day_is_driven_in_a_short_way_from_the_first_appointment(acme) -> None:
    for hour, name, north in ((7, "First", 0), (8, "Far", 30_000), (9, "Near", 10_000)):
        place = {"latitude": 52_520_008 + north, "longitude": 13_404_954}
        company = await acme.create("companies", name=name, **place)
        links = [{"type": "company", "id": company["id"]}]
        at = f"2031-06-02T0{hour}:00:00Z"
        await acme.create("appointments", title=f"Visit {name}", starts_at=at, links=links)
    found = await acme.get("calendar/route", day="2031-06-02")
    assert [stop["name"] for stop in found["stops"]] == ["First", "Near", "Far"]
    assert 3300 < found["metres"] < 3400
    page = await Surfer(acme.owner).open("calendar/route?day=2031-06-02")
    assert page.text.index("Near") < page.text.index("Far")

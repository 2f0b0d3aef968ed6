"""Home as a rep and an owner find it."""

from datetime import UTC, datetime, timedelta

from surfer import Surfer


async def test_a_rep_sees_what_waits_and_an_owner_what_the_firm_expects(acme) -> None:
    rita = await acme.member("rep", "Rita")
    now = datetime.now(UTC) - timedelta(minutes=1)
    await rita.create("appointments", title="Visit Hualian", starts_at=now.isoformat())
    await rita.create(
        "deals",
        name="20 pumps",
        amount={"amount_minor": 5_000_00, "currency": "USD"},
        expected_close=str(datetime.now(UTC).date()),
        forecast="commit",
    )
    waiting = (await Surfer(rita).open("waiting", htmx=True)).text
    assert "Appointments today" in waiting
    assert "Visit Hualian" in waiting
    assert "Visit Hualian" not in (await Surfer(acme.owner).open("waiting", htmx=True)).text
    own = (await Surfer(rita).open("tiles", htmx=True)).text
    assert "My pipeline" in own
    assert "Forecast" not in own
    firm = (await Surfer(acme.owner).open("tiles", htmx=True)).text
    assert "Forecast of this month" in firm
    assert "My pipeline" not in firm


async def test_who_takes_part_is_named_in_lists_and_on_pages(acme) -> None:
    rita = await acme.member("rep", "Rita")
    people = (await acme.get("members"))["items"]
    her = next(m["id"] for m in people if m["email"] == rita.email)
    made = await acme.create(
        "appointments", title="Visit", starts_at="2031-06-02T07:00:00Z", attendees=[her]
    )
    for path in ("appointments", f"appointments/{made['id']}"):
        page = await Surfer(acme.owner).open(path)
        assert "Rita" in page.text
        assert her not in page.text

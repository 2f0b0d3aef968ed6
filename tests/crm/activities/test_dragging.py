"""An appointment that is dragged to another day or hour, and dragged back by Undo.

Who drags reads by Berlin's clock, which is two hours ahead of UTC in June.
"""

import json
from typing import Any
from uuid import uuid4

from surfer import Surfer
from world import Workspace

from web.seal import unseal
from web.toasts import COOKIE, PURPOSE

JUNE = {"from": "2031-06-01T00:00:00Z", "to": "2031-07-01T00:00:00Z"}


async def agree(who: Any, **fields: Any) -> str:
    said = {"starts_at": "2031-06-02T07:00:00Z", "ends_at": "2031-06-02T08:30:00Z", **fields}
    made = await who.create("appointments", title="Visit Hualian", time_zone="UTC", **said)
    return str(made["id"])


async def times(who: Any) -> list[tuple[str, str]]:
    found = (await who.get("calendar", **JUNE))["items"]
    return [(entry["starts_at"], entry["ends_at"]) for entry in found]


async def drag(who: Any, made: str, to: str, on: str = "") -> list[Any]:
    """What the toast says: text, kind, the address that takes it back."""
    query = f"?view=week&day=2031-06-02&whose=mine&on={on}&to={to}"
    answer = await Surfer(who).send(f"appointments/{made}/move{query}")
    assert answer.headers["location"].endswith("calendar?view=week&day=2031-06-02&whose=mine")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    said = unseal(PURPOSE, cookie.partition("=")[2].partition(";")[0])
    return list(json.loads(said or ""))


async def test_a_day_keeps_the_hour_an_hour_the_length_and_undo_both(acme: Workspace) -> None:
    made = await agree(acme)
    toast = await drag(acme.owner, made, "2031-06-05")
    assert await times(acme) == [("2031-06-05T07:00:00Z", "2031-06-05T08:30:00Z")]
    await drag(acme.owner, made, "2031-06-06T13:30")
    assert await times(acme) == [("2031-06-06T11:30:00Z", "2031-06-06T13:00:00Z")]
    await Surfer(acme.owner).send(toast[2])
    assert await times(acme) == [("2031-06-02T07:00:00Z", "2031-06-02T08:30:00Z")]


async def test_of_one_that_comes_again_only_the_dragged_time_moves(acme: Workspace) -> None:
    made = await agree(acme, repeat="weekly", repeat_until="2031-06-10")
    toast = await drag(acme.owner, made, "2031-06-11T10:00", on="2031-06-09")
    assert [start for start, _ in await times(acme)] == [
        "2031-06-02T07:00:00Z",
        "2031-06-11T08:00:00Z",
    ]
    await Surfer(acme.owner).send(toast[2])
    assert [start for start, _ in await times(acme)][1] == "2031-06-09T07:00:00Z"


async def test_a_whole_day_stays_a_whole_day(acme: Workspace) -> None:
    made = await agree(acme, all_day=True)
    await drag(acme.owner, made, "2031-06-05T13:00")
    assert await times(acme) == [("2031-06-05T00:00:00Z", "2031-06-06T00:00:00Z")]


async def test_nobody_drags_what_is_not_theirs_to_change(acme, globex) -> None:
    rita, otto = await acme.member("rep", "Rita"), await acme.member("rep", "Otto")
    me = next(m for m in (await acme.get("members"))["items"] if m["email"] == rita.email)
    made = await agree(acme, attendees=[me["id"]])
    for to in ("2031-06-05", "someday"):
        path = f"move?view=week&to={to}"
        for stranger, whose in ((otto, made), (globex.owner, made), (rita, str(uuid4()))):
            assert await Surfer(stranger).status(f"appointments/{whose}/{path}") == 404
    assert await Surfer(rita).status(f"appointments/{made}/move?to=2031-06-05") == 403
    toast = await drag(acme.owner, made, "someday")
    assert toast[:2] == ["Choose a time.", "error"]
    assert [start for start, _ in await times(acme)] == ["2031-06-02T07:00:00Z"]

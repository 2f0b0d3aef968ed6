"""A name shows what it is: no marks that hide or turn letters around, no borrowed ones (C56)."""

from uuid import uuid4

import pytest
from uploading import upload
from world import PASSWORD, open_workspace

TURNED = "\u202egnp.\u2066Inv\u200boice\ufeff\u2069\u200f exe\U000e0041"
SHOWN = "gnp.Invoice exe"


async def test_no_name_keeps_a_mark_that_hides_or_turns_letters(acme):
    owner = acme.owner
    company = await owner.create("companies", name=TURNED)
    place = f"companies/{company['id']}"
    names = {
        "record": company["name"],
        "file": (await upload(owner, place, TURNED))["name"],
        "person": (await owner.request("PATCH", "/api/v1/me", json={"name": TURNED})).json()[
            "name"
        ],
        "firm": (await owner.edit("settings", name=TURNED))["name"],
        "team": (await owner.create("teams", name=TURNED))["name"],
    }
    assert set(names.values()) == {SHOWN}, names
    email = await joined(acme, TURNED)
    people = {one["email"]: one["name"] for one in (await owner.get("members"))["items"]}
    assert people[email] == SHOWN
    tagged = await owner.create("tags", name=TURNED)
    assert tagged["name"] == SHOWN


async def joined(acme, name):
    """Somebody whose own name it is; the address is a plain one."""
    offer = await acme.create("invitations", email=f"rep-{uuid4().hex[:8]}@example.com", role="rep")
    place = f"/api/v1/invitations/{offer['accept_url'].rsplit('/', 1)[1]}/acceptance"
    await acme.post(place, 201, name=name, password=PASSWORD)
    return offer["email"]


@pytest.mark.parametrize("name", ["Асme", "Раypal Ltd", "Αcme"])
async def test_no_person_and_no_firm_borrows_letters_that_look_alike(http, acme, name):
    assert await acme.status("PATCH", "/api/v1/me", json={"name": name}) == 422
    assert await acme.status("PATCH", "settings", json={"name": name}) == 422
    said = {"email": "x@example.com", "password": PASSWORD, "company": name}
    said |= {"language": "en", "time_zone": "UTC"}
    assert (await http.post("/api/v1/signup", json=said)).status_code == 422
    email = await joined(acme, name)
    people = {one["email"]: one["name"] for one in (await acme.get("members"))["items"]}
    assert people[email] == email.partition("@")[0]


@pytest.mark.parametrize("name", ["Ирина Петрова", "Αθήνα Pumps", "华联 Pumps", "Zoë Ångström"])
async def test_a_name_in_its_own_letters_is_kept(http, acme, name):
    answer = await acme.request("PATCH", "/api/v1/me", json={"name": name})
    assert answer.json()["name"] == name
    firm = await open_workspace(http, "Own")
    assert (await firm.edit("settings", name=name))["name"] == name

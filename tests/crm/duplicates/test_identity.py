"""Merging and separating again changes nothing, whatever the two records were."""

import asyncio
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import Workspace, open_workspace

NAMES = st.sampled_from(["Ada", "Ada Lovelace", "王小明", "Grace"])
MAYBE = st.none() | st.sampled_from(["CTO", "Buyer", ""])
NUMBERS = ["+4930123456", "+49 30 123456", "+8613800138000", "112233"]
PHONES = st.lists(st.sampled_from(NUMBERS), max_size=3)
PERSON = st.fixed_dictionaries(
    {
        "name": NAMES,
        "job_title": MAYBE,
        "about": MAYBE,
        "phones": PHONES,
        "mails": st.integers(0, 2),
        "firms": st.sets(st.integers(0, 2)),
        "tags": st.sets(st.integers(0, 2)),
        "notes": st.integers(0, 2),
    }
)
CHOICES = st.dictionaries(
    st.sampled_from(["name", "job_title", "about", "phones", "emails"]),
    st.sampled_from(["kept", "other"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(one=PERSON, two=PERSON, shared=st.booleans(), choices=CHOICES)
async def test_merge_and_unmerge_is_nothing(
    http: httpx.AsyncClient, one: Any, two: Any, shared: Any, choices: dict[str, str]
) -> None:
    acme = await open_workspace(http, "Acme")
    firms = [await acme.create("companies", name=f"F{i}") for i in range(3)]
    tags = [await acme.create("tags", name=f"t{i}") for i in range(3)]
    people = [await filed(acme, made, place, firms, tags) for place, made in enumerate((one, two))]
    if shared:
        links = [{"type": "contact", "id": person["id"]} for person in people]
        await acme.create("activities", kind="note", text="about both", links=links)
    before = [await state(acme, person["id"]) for person in people]
    kept, other = (person["id"] for person in people)
    said = {"with": other, "fields": choices}
    assert await acme.status("POST", f"contacts/{kept}/merges", json=said) == 201
    assert await acme.status("DELETE", f"contacts/{kept}/merges/{other}") == 200
    assert [await state(acme, person["id"]) for person in people] == before


async def filed(acme: Workspace, made: Any, place: int, firms: Any, tags: Any) -> Any:
    person = await acme.create(
        "contacts",
        name=made["name"],
        job_title=made["job_title"],
        about=made["about"],
        phones=[{"value": value} for value in made["phones"]],
        emails=[{"value": f"m{n}@{place}.example.com"} for n in range(made["mails"])],
        companies=[firms[i]["id"] for i in sorted(made["firms"])],
    )
    about = [{"type": "contact", "id": person["id"]}]
    for i in made["tags"]:
        await acme.status("PUT", f"contacts/{person['id']}/tags/{tags[i]['id']}")
    for n in range(made["notes"]):
        await acme.create(
            "activities", kind="note", text=f"n{n}", links=about,
            happened_at=f"2026-11-2{n}T09:00:00Z", next_at="2026-12-01T09:00:00Z",
        )  # fmt: skip
    return person


async def state(acme: Workspace, contact_id: str) -> Any:
    """All that can be seen of a contact, but when and how often it was written."""
    seen, stream, found = await asyncio.gather(
        acme.get(f"contacts/{contact_id}"),
        acme.get(f"contacts/{contact_id}/timeline", limit=100),
        acme.get("search", q="Ada Grace 王小明", limit=50),
    )
    hangs = sorted((e["kind"], e["id"]) for e in stream["items"] if e["kind"] != "event")
    hit = contact_id in [h["record"]["id"] for h in found["results"]]
    plain = {k: v for k, v in seen.items() if k not in {"version", "updated_at"}}
    return plain | {"companies": sorted(plain["companies"])}, hangs, hit

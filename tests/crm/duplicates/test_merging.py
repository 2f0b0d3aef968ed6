"""Two records become one with all that hangs on them, and two again."""

from typing import Any
from uuid import uuid4

from world import Workspace


async def merged(
    member: Any, kept: Any, other: Any, plural: str = "contacts", **fields: str
) -> Any:
    said = {"with": other["id"], "fields": fields}
    answer = await member.request("POST", f"{plural}/{kept['id']}/merges", json=said)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def separated(member: Any, kept: Any, other: Any, plural: str = "contacts") -> Any:
    path = f"{plural}/{kept['id']}/merges/{other['id']}"
    answer = await member.request("DELETE", path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_fields_are_chosen_and_filled_goes_over_empty(acme: Workspace) -> None:
    one = await acme.create(
        "contacts", name="Ada", emails=[{"value": "a@x.de"}], phones=[{"value": "+4930123456"}]
    )
    other = await acme.create(
        "contacts", name="Ada Lovelace", job_title="CTO",
        emails=[{"value": "ada@y.de"}], phones=[{"value": "+49 30 123456"}],
    )  # fmt: skip
    preview = await acme.get(f"contacts/{one['id']}/merge-preview", **{"with": other["id"]})
    said = {f["name"]: f["default"] for f in preview["fields"]}
    assert (said["name"], said["job_title"], said["emails"]) == ("kept", "other", "both")
    after = await merged(acme, one, other, name="other")
    assert (after["name"], after["job_title"]) == ("Ada Lovelace", "CTO")
    assert [e["value"] for e in after["emails"]] == ["a@x.de", "ada@y.de"]
    assert len(after["phones"]) == 1


async def test_everything_that_hung_on_it_comes_along(acme: Workspace) -> None:
    kept, other = [await acme.create("companies", name=n) for n in ("Hualian", "Hualian Ltd")]
    ada = await acme.create("contacts", name="Ada", companies=[other["id"]])
    both = await acme.create("contacts", name="Bob", companies=[kept["id"], other["id"]])
    note = await acme.create(
        "activities", kind="visit", text="Wants pumps",
        links=[{"type": "company", "id": other["id"]}], happened_at="2026-11-20T09:00:00Z",
    )  # fmt: skip
    tag = await acme.create("tags", name="hot")
    await acme.status("PUT", f"companies/{other['id']}/tags/{tag['id']}")
    after = await merged(acme, kept, other, "companies")
    assert after["last_activity_at"] == "2026-11-20T09:00:00Z"
    assert [t["name"] for t in after["tags"]] == ["hot"]
    for person in (ada, both):
        assert (await acme.get(f"contacts/{person['id']}"))["companies"] == [kept["id"]]
    stream = (await acme.get(f"companies/{kept['id']}/timeline"))["items"]
    assert note["id"] in [entry["id"] for entry in stream]
    told = [e["data"]["action"] for e in stream if e["kind"] == "event"]
    assert told.count("created") == 2
    assert "merged" in told


async def test_a_merged_record_says_where_it_is_to_those_who_see_both(
    acme: Workspace, globex: Workspace
) -> None:
    kept, other = [await acme.create("contacts", name=n) for n in ("Ada", "Ada L")]
    await merged(acme, kept, other)
    gone = await acme.request("GET", f"contacts/{other['id']}")
    assert (gone.status_code, gone.json()["merged_into"]) == (410, kept["id"])
    rita = await acme.member("rep", "Rita")
    for stranger in (rita, globex.owner):
        nothing = await stranger.request("GET", f"contacts/{uuid4()}")
        hidden = await stranger.request("GET", f"contacts/{other['id']}")
        assert (hidden.status_code, hidden.content) == (404, nothing.content)
    assert await acme.status("POST", f"contacts/{other['id']}/restoration") == 410
    assert (await acme.get("trash"))["items"] == []


async def test_it_comes_back_as_it_was_and_what_was_added_since_stays(acme: Workspace) -> None:
    kept = await acme.create("contacts", name="Ada", emails=[{"value": "a@x.de"}])
    firm = await acme.create("companies", name="Hualian")
    other = await acme.create(
        "contacts", name="Ada L", job_title="CTO", emails=[{"value": "ada@y.de"}],
        companies=[firm["id"]],
    )  # fmt: skip
    await merged(acme, kept, other)
    after = await acme.get(f"contacts/{kept['id']}")
    more = [*after["emails"], {"value": "new@z.de", "label": ""}]
    await acme.edit(f"contacts/{kept['id']}", emails=more, about="Met her at the fair")
    back = await separated(acme, kept, other)
    assert {**back, "version": 1, "updated_at": ""} == {**other, "updated_at": ""}
    now = await acme.get(f"contacts/{kept['id']}")
    assert [e["value"] for e in now["emails"]] == ["a@x.de", "new@z.de"]
    assert (now["job_title"], now["about"], now["companies"]) == (None, "Met her at the fair", [])


async def test_it_can_be_undone_from_the_list_of_changes(acme: Workspace) -> None:
    kept, other = [await acme.create("contacts", name=n) for n in ("Ada", "Ada L")]
    await merged(acme, kept, other)
    [batch] = (await acme.get("batches"))["items"]
    await acme.post(f"batches/{batch['id']}/undoing")
    assert (await acme.get(f"contacts/{other['id']}"))["name"] == "Ada L"
    assert await acme.status("DELETE", f"contacts/{kept['id']}/merges/{other['id']}") == 404


async def test_nobody_merges_what_they_may_not_see_or_not_delete(
    acme: Workspace, globex: Workspace
) -> None:
    rita = await acme.member("rep", "Rita")
    mine = await rita.create("contacts", name="Ada")
    hidden = await acme.create("contacts", name="Ada L")
    foreign = await globex.create("contacts", name="Ada L")
    for other in (hidden, foreign):
        for kept, gone in ((mine, other), (other, mine)):
            path, said = f"contacts/{kept['id']}/merges", {"with": gone["id"]}
            assert await rita.status("POST", path, json=said) == 404
    viewer = await acme.member("viewer", "Vera")
    path, said = f"contacts/{hidden['id']}/merges", {"with": mine["id"]}
    assert await viewer.status("POST", path, json=said) == 403

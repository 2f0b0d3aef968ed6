"""Fields that a workspace adds to its records."""

import json

import pytest

VALUES = {
    "text": ("red", "blue"),
    "long_text": ("one\ntwo", "three"),
    "number": (12, 7),
    "money": ({"amount_minor": 1200, "currency": "USD"}, {"amount_minor": 5, "currency": "USD"}),
    "date": ("2026-05-01", "2025-01-31"),
    "moment": ("2026-05-01T09:00:00Z", "2025-01-31T09:00:00Z"),
    "yes_no": (True, False),
    "url": ("https://a.example", "https://b.example"),
    "email": ("a@b.example", "c@d.example"),
    "phone": ("+49 30 123456", "+49 30 654321"),
}


async def define(firm, kind, **wishes):
    wishes = {"type": "company", "label": f"Our {kind}", **wishes}
    return await firm.create("fields", kind=kind, **wishes)


def is_(key, value, op="eq"):
    return json.dumps({"field": f"custom.{key}", "op": op, "value": value})


async def names(firm, **query):
    return [row["name"] for row in (await firm.get("companies", **query))["items"]]


@pytest.mark.parametrize("kind", VALUES)
async def test_a_field_holds_filters_and_tells_its_history(acme, kind):
    key = (await define(acme, kind))["key"]
    one, two = VALUES[kind]
    made = await acme.create("companies", name="Hualian", custom={key: one})
    await acme.create("companies", name="Bolt", custom={key: two})
    assert made["custom"] == {key: one}
    assert (await acme.get(f"companies/{made['id']}"))["custom"] == {key: one}
    op = "contains" if kind == "long_text" else "eq"
    wanted = one["amount_minor"] if kind == "money" else one
    assert await names(acme, filter=is_(key, wanted, op)) == ["Hualian"]
    edited = await acme.edit(f"companies/{made['id']}", custom={key: None})
    assert edited["custom"] == {key: None}
    assert await names(acme, filter=is_(key, None, "is_empty")) == ["Hualian"]
    told = (await acme.get(f"companies/{made['id']}/history"))["items"][0]
    assert told["before"] == {f"custom.{key}": one}
    back = await acme.post(f"companies/{made['id']}/history/{told['id']}/restoration")
    assert back["custom"] == {key: one}


@pytest.mark.parametrize("kind", ["text", "number", "money", "date", "moment"])
async def test_a_list_is_sorted_by_a_field_page_by_page(acme, kind):
    key = (await define(acme, kind))["key"]
    big, small = VALUES[kind] if kind != "text" else ("red", "blue")
    for name, value in (("A", None), ("B", big), ("C", small), ("D", None)):
        await acme.create("companies", name=name, custom={key: value})
    for sort, expected in ((f"custom.{key}", "CBAD"), (f"-custom.{key}", "BCDA")):
        seen, after = "", ""
        while after is not None:
            page = await acme.get("companies", sort=sort, limit=1, after=after)
            seen, after = seen + page["items"][0]["name"], page["next"]
            assert page["total"] == {"value": 4, "exact": True}
        assert seen == expected


async def test_choices_are_the_fields_own_list(acme):
    made = await define(acme, "multi_choice", choices=["Hot", "Cold", "热"])
    key = made["key"]
    kept = await acme.create("companies", name="Hualian", custom={key: ["cold", "hot"]})
    assert kept["custom"][key] == ["hot", "cold"]
    assert await names(acme, filter=is_(key, "cold", "contains")) == ["Hualian"]
    await acme.edit(f"companies/{kept['id']}", custom={key: ["re"]})
    assert await names(acme, filter=is_(key, ["cold", "hot"], "in")) == []
    assert (
        await acme.status("PATCH", f"companies/{kept['id']}", json={"custom": {key: ["x"]}}) == 422
    )


async def test_a_member_and_a_record_are_looked_up(acme, globex):
    person = (await define(acme, "member"))["key"]
    parent = (await define(acme, "record", target="company"))["key"]
    holding, theirs = (
        await acme.create("companies", name="Holding"),
        await globex.create("companies", name="X"),
    )
    me = (await acme.get("members"))["items"][0]["id"]
    made = await acme.create(
        "companies", name="Hualian", custom={person: me, parent: holding["id"]}
    )
    assert made["custom"] == {person: me, parent: holding["id"]}
    assert made["titles"] == {holding["id"]: "Holding"}
    assert await names(acme, filter=is_(person, "me")) == ["Hualian"]
    assert await names(acme, filter=is_(parent, holding["id"])) == ["Hualian"]
    for key in (person, parent):
        body = {"custom": {key: theirs["id"]}}
        assert await acme.status("PATCH", f"companies/{made['id']}", json=body) == 422
    await acme.request("DELETE", f"companies/{holding['id']}")
    assert (await acme.get(f"companies/{made['id']}"))["custom"][parent] is None


async def test_what_does_not_fit_is_refused_by_name(acme):
    key = (await define(acme, "date", required=True))["key"]
    for custom, field in (({key: "soon"}, key), ({key: None}, key), ({}, key), ({"no": 1}, "no")):
        answer = await acme.request("POST", "companies", json={"name": "A", "custom": custom})
        assert answer.status_code == 422
        assert f"custom.{field}" in answer.json()["errors"]


async def test_an_archived_field_is_hidden_and_comes_back_with_its_values(acme):
    field = await define(acme, "text")
    made = await acme.create("companies", name="Hualian", custom={field["key"]: "red"})
    assert await acme.status("POST", f"fields/{field['id']}/archival") == 204
    assert (await acme.get(f"companies/{made['id']}"))["custom"] == {}
    answer = await acme.request("GET", "companies", params={"filter": is_(field["key"], "red")})
    assert answer.status_code == 422
    assert await acme.status("DELETE", f"fields/{field['id']}/archival") == 204
    assert (await acme.get(f"companies/{made['id']}"))["custom"] == {field["key"]: "red"}


async def test_fields_are_the_workspaces_own(acme, globex):
    field = await define(acme, "text")
    assert (await globex.get("fields"))["items"] == []
    assert await globex.status("PATCH", f"fields/{field['id']}", json={"label": "Ours"}) == 404
    theirs = await define(globex, "text", label="Theirs")
    await acme.create("companies", name="Hualian", custom={field["key"]: "red"})
    body = {"name": "X", "custom": {field["key"]: "red"}}
    assert await globex.status("POST", "companies", json=body) == 422
    assert (await acme.get("companies"))["items"][0]["custom"] == {field["key"]: "red"}
    assert theirs["key"] == "theirs"


async def test_a_searchable_field_is_found(acme):
    key = (await define(acme, "text", searchable=True))["key"]
    await acme.create("companies", name="Hualian", custom={key: "turbine"})
    hits = (await acme.get("search", q="turbine"))["results"]
    assert [hit["record"]["title"] for hit in hits] == ["Hualian"]


async def test_a_type_has_only_so_many_fields(acme, monkeypatch):
    monkeypatch.setattr("crm.records.shape.service.MAX_FIELDS", 1)
    await define(acme, "text")
    body = {"type": "company", "label": "More", "kind": "text"}
    assert await acme.status("POST", "fields", json=body) == 409
    assert await acme.status("POST", "fields", json=body | {"type": "contact"}) == 201

"""A hidden field is as if it did not exist, whichever way it is looked for."""

from typing import Any

import msgspec
import pytest
from chatting import say, work
from roles import WORKS, hire, role
from surfer import Surfer
from world import Member, Workspace

from kernel.database import Database

HIDDEN, PHONE, MAIL = "zaunkoenig", "+49301234567", "wang@hualian.example"
RULES = {"contact": {"about": "hidden", "emails": "hidden", "phones": "masked"}}


@pytest.fixture
async def rita(acme: Workspace) -> Member:
    """Somebody who sees every contact, but not its notes, nor its phones in full."""
    await role(acme, "Desk", records={"*": {**WORKS, "see": "all", "edit": "all"}}, fields=RULES)
    return await hire(acme, "desk", "Rita")


@pytest.fixture
async def wang(acme: Workspace, rita: Member) -> Any:
    made = await acme.create(
        "contacts",
        name="Wang",
        about=f"{HIDDEN} one",
        phones=[{"value": PHONE, "label": "work"}],
        emails=[{"value": MAIL, "label": ""}],
    )
    return await acme.edit(f"contacts/{made['id']}", about=f"{HIDDEN} two", job_title="Buyer")


async def test_it_is_in_no_answer_and_the_masked_one_in_part(rita: Member, wang: Any) -> None:
    path = f"contacts/{wang['id']}"
    [listed] = (await rita.get("contacts"))["items"]
    edited = await rita.edit(path, job_title="Head buyer")
    for shown in (listed, edited, await rita.get(path)):
        assert not {"about", "emails"} & shown.keys()
        assert shown["phones"] == [{"value": "•••• 4567", "label": "work"}]
    for place in ("", "/history", "/timeline"):
        told = str(await rita.get(path + place))
        assert HIDDEN not in told
        assert PHONE not in told
        assert MAIL not in told


async def test_a_change_of_nothing_else_is_not_told_of(
    acme: Workspace, rita: Member, wang: Any
) -> None:
    path = f"contacts/{wang['id']}/history"
    before = [len((await who.get(path))["items"]) for who in (acme, rita)]
    await acme.edit(f"contacts/{wang['id']}", about="Now something else")
    after = [len((await who.get(path))["items"]) for who in (acme, rita)]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 0]


@pytest.mark.parametrize("field", ["about", "emails", "phones"])
async def test_it_neither_filters_nor_sorts(rita: Member, wang: Any, field: str) -> None:
    test = {"field": field, "op": "contains", "value": "30"}
    asked = {"filter": msgspec.json.encode(test).decode()}
    assert await rita.status("GET", "contacts", params=asked) == 422
    assert await rita.status("GET", "contacts", params={"sort": field}) == 422
    unknown = {"filter": msgspec.json.encode({**test, "field": "nothing"}).decode()}
    answers = [await rita.request("GET", "contacts", params=p) for p in (asked, unknown)]
    assert answers[0].text.replace(field, "nothing") == answers[1].text


@pytest.mark.parametrize(
    ("field", "value"),
    [("about", "x"), ("emails", []), ("phones", [{"value": "+49301111111", "label": ""}])],
)
async def test_it_is_not_written(
    acme: Workspace, rita: Member, wang: Any, field: str, value: Any
) -> None:
    path = f"contacts/{wang['id']}"
    assert await rita.status("PATCH", path, json={field: value}) == 422
    assert await rita.status("POST", "contacts", json={"name": "Li", field: value}) == 422
    assert (await acme.get(path))[field] == wang[field]
    event = next(e for e in (await acme.get(f"{path}/history"))["items"] if e["after"])
    url = f"{path}/history/{event['id']}/restoration"
    assert await rita.status("POST", url, json={"fields": [field]}) == 422


async def test_it_is_on_no_page_and_in_no_export(rita: Member, wang: Any) -> None:
    surfer, one = Surfer(rita), f"contacts/{wang['id']}"
    for path in (
        "contacts",
        "contacts?q=zaun",
        "contacts/export",
        "contacts/new",
        "contacts/condition",
        one,
        f"{one}/history",
        f"{one}/edit",
    ):
        answer = await surfer.fetch(path)
        assert answer.status_code == 200, path
        text = answer.text
        assert HIDDEN not in text, path
        assert "1234567" not in text.replace(" ", ""), path
        assert MAIL not in text, path
        assert 'name="about"' not in text, path
        assert 'name="phones"' not in text, path
    for field in ("about", "phones"):
        assert (await surfer.fetch(f"{one}/cells/{field}")).status_code == 404
        assert await surfer.status(f"{one}/cells/{field}", **{field: "x"}) == 404
    found = await surfer.open("search?q=zaunkoenig")
    assert "Wang" not in found.text
    header = (await surfer.fetch("contacts/export")).text.splitlines()[0]
    assert "Job title" in header
    assert not {"Notes", "Emails", "Phones"} & set(header.split(","))


async def test_a_form_leaves_it_alone(acme: Workspace, rita: Member, wang: Any) -> None:
    path = f"contacts/{wang['id']}"
    sent = {"name": "Wang Wei", "about": "x", "phones": "", "emails": ""}
    await Surfer(rita).follow(f"{path}/edit", version=str(wang["version"]), **sent)
    now = await acme.get(path)
    assert now["name"] == "Wang Wei"
    assert (now["about"], now["phones"]) == (wang["about"], wang["phones"])


async def test_nobody_finds_anything_by_it(acme: Workspace, rita: Member, wang: Any) -> None:
    for who in (acme, rita):
        assert (await who.get("search", q=HIDDEN))["results"] == []
        assert (await who.get("search", q="1234567"))["results"] == []
        assert [r["record"]["title"] for r in (await who.get("search", q="Wang"))["results"]]
    assert "Wang" in str(await rita.get("search", q="buyer"))


async def test_what_was_found_before_is_not_found_after(
    acme: Workspace, database: Database
) -> None:
    await acme.create("contacts", name="Li", about=f"{HIDDEN} three")
    assert (await acme.get("search", q=HIDDEN))["results"]
    made = await role(acme, "Desk", fields=RULES)
    await work(database, "roles.unindexed", {"type": "contact"}, acme.workspace_id)
    assert (await acme.get("search", q=HIDDEN))["results"] == []
    assert await acme.status("DELETE", f"roles/{made['code']}") == 204
    await work(database, "roles.unindexed", {"type": "contact"}, acme.workspace_id)
    assert (await acme.get("search", q=HIDDEN))["results"]


async def test_the_chat_does_not_find_it(rita: Member, wang: Any) -> None:
    assert "Wang" in str(await say(rita, "/find buyer"))
    for words in (f"/find {HIDDEN}", f"/find {PHONE}"):
        assert "Wang" not in str(await say(rita, words))


async def test_the_audit_does_not_tell_it_either(acme: Workspace) -> None:
    seen = {"*": {**WORKS, "see": "all"}}
    await role(acme, "Inspector", records=seen, settings=["audit"], fields=RULES)
    ina = await hire(acme, "inspector", "Ina")
    made = await acme.create("contacts", name="Wang", about=HIDDEN, phones=[{"value": PHONE}])
    await acme.edit(f"contacts/{made['id']}", about=f"{HIDDEN} two")
    told = await ina.get("audit", type="contact")
    assert [event["action"] for event in told["items"]] == ["created"]
    page = await Surfer(ina).open("settings/audit")
    for text in (str(told), page.html):
        assert HIDDEN not in text
        assert PHONE not in text
        assert "Wang" in text


async def test_a_hidden_relation_is_not_told_from_the_other_end(acme: Workspace) -> None:
    rules = {"contact": {"companies": "hidden"}}
    await role(acme, "Desk", records={"*": {**WORKS, "see": "all"}}, fields=rules)
    rita = await hire(acme, "desk", "Rita")
    firm = await acme.create("companies", name="Hualian")
    made = await acme.create("contacts", name="Wang", companies=[firm["id"]])
    assert "companies" not in await rita.get(f"contacts/{made['id']}")
    page = await Surfer(rita).open(f"companies/{firm['id']}")
    assert "Wang" not in page.text

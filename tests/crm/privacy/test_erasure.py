"""The right to be forgotten: found everywhere, taken out of everything, and proven."""

import secrets

import pytest
from chatting import say
from importing import bring_in, table
from planting import Planter, tables

from kernel.settings import Settings

# What nobody types about a customer: names of members, hashes, sealed secrets, words of ours.
WORDS_OF_OURS = {
    "api_key.prefix", "attachment.sha256",
    "chat_file.sha256", "import.sha256", "webhook.secret", "webhook.old_secret",
    "batch.member_name", "customer_parameters.member_name", "export.member_name",
    "event.actor_name", "event.action", "export.state", "import.state", "role.code",
    "erasure.found", "erasure.left_over",
}  # fmt: skip
pytestmark = pytest.mark.anyio


async def erased(member, contact, work, reason=""):
    said = {"type": "contact", "subject_id": contact["id"], "reason": reason}
    asked = await member.post("erasures", 202, **said)
    await work()
    return await member.get(f"erasures/{asked['id']}")


async def hits(admin, workspace_id, word):
    """In which columns of a workspace a word stands."""
    found = set()
    for place in tables():
        rows = await admin.fetch(
            f"SELECT DISTINCT c.key FROM {place.name} t, jsonb_each_text(to_jsonb(t)) c "
            "WHERE t.tenant_id = $1 AND position($2 IN lower(c.value)) > 0",
            workspace_id,
            word,
        )
        found |= {f"{place.name}.{row['key']}" for row in rows}
    return found


async def test_a_word_that_stands_everywhere_is_nowhere_afterwards(
    acme, globex, admin, work, settings
):
    token = f"tok{secrets.token_hex(8)}"
    planter = Planter(admin, acme.workspace_id, token)
    await planter.everything()
    contact = await acme.create(
        "contacts", name=token, emails=[{"value": f"{token}@example.com", "label": ""}]
    )
    await acme.edit(f"contacts/{contact['id']}", about=f"{token} likes tea")
    await acme.create("activities", text=f"met {token.upper()} today", links=[link(contact)])
    await say(acme, f"met {token}, wants 20 pumps by March")
    await globex.create("contacts", name=token)
    await acme.request(
        "POST",
        f"contacts/{contact['id']}/attachments",
        files={"file": (f"{token}.txt", token.encode())},
    )
    await work()
    elsewhere = await hits(admin, globex.workspace_id, token)
    assert len(await hits(admin, acme.workspace_id, token)) > 30
    certificate = await erased(acme, contact, work)
    left = await hits(admin, acme.workspace_id, token)
    assert left <= WORDS_OF_OURS, left
    assert await hits(admin, globex.workspace_id, token) == elsewhere
    assert files(settings, token) == []
    assert certificate["left_over"] == {}
    assert certificate["found"]["files"]["deleted"] == 1
    assert token not in str(certificate)
    outside = "SELECT count(*) FROM delivery d WHERE position($1 IN d::text) > 0"
    assert await admin.fetchval(outside, token) == 0
    assert (await acme.get("search", q=token))["results"] == []


async def test_what_concerns_others_too_stays_without_the_name(acme, work):
    wang = await acme.create(
        "contacts", name="Wang Xiaoming", phones=[{"value": "+49 170 5550123", "label": ""}]
    )
    other = await acme.create("contacts", name="Erika Muster", about="Sits next to Wang Xiaoming")
    only = await acme.create("activities", text="Wang Xiaoming is ill", links=[link(wang)])
    both = await acme.create(
        "activities",
        text="Lunch with Wang Xiaoming (0049-170-555 01 23, +49 170 555-0123)",
        links=[link(wang), link(other)],
    )
    certificate = await erased(acme, wang, work, reason="Wang Xiaoming wrote")
    assert certificate["state"] == "done"
    assert certificate["reason"] == "[erased] wrote"
    assert await acme.status("GET", f"contacts/{wang['id']}") == 404
    assert await acme.status("GET", f"activities/{only['id']}") == 404
    kept = (await acme.get(f"activities/{both['id']}"))["text"]
    assert kept.startswith("Lunch with [erased] (")
    assert "+49 170" not in kept
    assert (await acme.get(f"contacts/{other['id']}"))["about"] == "Sits next to [erased]"
    found = await acme.get("search", q="Xiaoming")
    assert found["results"] == []


async def test_a_name_or_number_that_somebody_else_has_stays_theirs(acme, work):
    shared = [{"value": "+49 30 5550100", "label": "desk"}]
    first = await acme.create("contacts", name="Hans Maier", phones=shared)
    second = await acme.create("contacts", name="Hans Maier", phones=shared)
    certificate = await erased(acme, first, work)
    kept = await acme.get(f"contacts/{second['id']}")
    assert (kept["name"], kept["phones"][0]["value"]) == ("Hans Maier", "+49 30 5550100")
    assert certificate["shared"] == 2


async def test_a_name_inside_another_word_is_no_name(acme, work):
    anna = await acme.create("contacts", name="Anna")
    place = await acme.create("companies", name="Savannah Annapolis", about="anna knows")
    await erased(acme, anna, work)
    kept = await acme.get(f"companies/{place['id']}")
    assert (kept["name"], kept["about"]) == ("Savannah Annapolis", "[erased] knows")


async def test_a_former_name_and_a_merged_twin_go_too(acme, admin, work):
    kept = await acme.create("contacts", name="Beatrix Altmann")
    await acme.edit(f"contacts/{kept['id']}", name="Beatrix Neumann")
    twin = await acme.create("contacts", name="Trixi Zwilling")
    await acme.post(f"contacts/{kept['id']}/merges", 201, **{"with": twin["id"], "fields": {}})
    note = await acme.create(
        "companies", name="K", about="Altmann? Beatrix Altmann, Trixi Zwilling"
    )
    await erased(acme, kept, work)
    about = (await acme.get(f"companies/{note['id']}"))["about"]
    assert about == "Altmann? [erased], [erased]"
    assert await hits(admin, acme.workspace_id, "beatrix") == set()


async def test_an_erased_person_does_not_come_back_by_a_list(acme, work):
    mail = [{"value": "Wang@Hualian.example", "label": ""}]
    wang = await acme.create("contacts", name="Wang Xiaoming", emails=mail)
    await erased(acme, wang, work)
    file = table(["Name", "E-mail"], ["Wang X.", "wang@hualian.example"], ["Li", "li@x.example"])
    done = await bring_in(acme.owner, work, file)
    assert done["counts"] == {"created": 1, "skipped": 1}
    assert [c["name"] for c in (await acme.get("contacts"))["items"]] == ["Li"]


async def test_an_erased_persons_history_says_only_that_something_was_done(acme, admin, work):
    wang = await acme.create("contacts", name="Wang Xiaoming", job_title="Buyer of pumps")
    await erased(acme, wang, work)
    rows = await admin.fetch(
        "SELECT action, before::text, after::text FROM event WHERE tenant_id = $1 "
        "AND record_id = $2",
        acme.workspace_id,
        wang["id"],
    )
    assert [tuple(row) for row in rows] == [("created", None, "{}")]


async def test_only_who_may_erases_and_what_is_not_seen_is_not_there(acme, globex, work):
    contact = await acme.create("contacts", name="Wang Xiaoming")
    manager = await acme.member("manager")
    asked = {"type": "contact", "subject_id": contact["id"]}
    assert await manager.status("POST", "erasures", json=asked) == 403
    assert await globex.status("POST", "erasures", json=asked) == 422
    assert await acme.status("POST", "erasures", json={**asked, "type": "company"}) == 422
    certificate = await erased(acme, contact, work)
    assert await globex.status("GET", f"erasures/{certificate['id']}") == 404
    assert await manager.status("GET", "erasures") == 403


def link(record):
    return {"type": "contact", "id": record["id"]}


def files(settings: Settings, token: str):
    folder = settings.data_dir
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.relative_to(folder).parts[0] != "postgres"
        and (token in path.name or token.encode() in path.read_bytes())
    ]

"""All that is kept about a person, in their hands: as much as an erasure would take away."""

import io
import json
import secrets
import zipfile

import pytest
from chatting import say
from planting import Planter
from roles import WORKS, hire, role
from surfer import Surfer

pytestmark = pytest.mark.anyio
WIDE = {**WORKS, "see": "all", "edit": "all", "delete": "all", "export": "all"}


async def disclosed(member, work, contact):
    made = await member.post("disclosures", 202, type="contact", subject_id=contact["id"])
    await work()
    fetched = await member.request("GET", f"disclosures/{made['id']}/archive")
    assert fetched.status_code == 200, fetched.text
    return zipfile.ZipFile(io.BytesIO(fetched.content))


def rows(archive, table):
    return [json.loads(line) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


def tables(archive):
    return {name.split("/")[1][:-6] for name in archive.namelist() if name.startswith("tables/")}


async def test_what_is_disclosed_is_what_an_erasure_takes_out(acme, admin, work):
    token = f"tok{secrets.token_hex(8)}"
    await Planter(admin, acme.workspace_id, token).everything()
    mails = [{"value": f"{token}@example.com", "label": ""}]
    contact = await acme.create("contacts", name=token, emails=mails)
    links = [{"type": "contact", "id": contact["id"]}]
    await acme.create("activities", text="came by", links=links)
    await say(acme, f"met {token}, wants 20 pumps by March")
    file = {"file": ("../plan.txt", b"drawn by hand")}
    await acme.request("POST", f"contacts/{contact['id']}/attachments", files=file)
    await work()
    archive = await disclosed(acme, work, contact)
    [path] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(path) == b"drawn by hand"
    assert ".." not in path
    assert "came by" in str(rows(archive, "activity"))
    assert token in archive.read("index.html").decode()
    asked = await acme.post("erasures", 202, type="contact", subject_id=contact["id"])
    await work()
    found = (await acme.get(f"erasures/{asked['id']}"))["found"].keys() - {"files"}
    assert len(found) > 40
    assert found == tables(archive)


async def test_of_what_others_own_only_the_passage_is_told(acme, globex, work):
    wang = await acme.create("contacts", name="Wang Xiaoming")
    await acme.create("contacts", name="Erika Muster", about="Sits next to Wang Xiaoming")
    await acme.create("contacts", name="Nobody Else")
    await globex.create("contacts", name="Wang Xiaoming", about="of Globex")
    archive = await disclosed(acme, work, wang)
    mine, beside = rows(archive, "contact")
    assert (mine["name"], beside.get("name")) == ("Wang Xiaoming", None)
    assert beside["about"] == "Sits next to Wang Xiaoming"
    whole = " ".join(archive.read(name).decode() for name in archive.namelist())
    for word in ("Nobody Else", "of Globex", "Erika"):
        assert word not in whole


async def test_only_who_sees_the_person_whole_is_told_and_it_is_noted(acme, globex, work):
    wang = await acme.create("contacts", name="Wang Xiaoming")
    asked = {"type": "contact", "subject_id": wang["id"]}
    manager = await acme.member("manager")
    assert await manager.status("POST", "disclosures", json=asked) == 403
    assert await globex.status("POST", "disclosures", json=asked) == 422
    assert await acme.status("POST", "disclosures", json={**asked, "type": "company"}) == 422
    veiled = {"contact": {"phones": "masked"}}
    await role(acme, "Half", records={"*": WIDE}, fields=veiled, settings=["privacy"])
    await role(acme, "Own", records={"*": {**WIDE, "see": "own"}}, settings=["privacy"])
    half, own = await hire(acme, "half", "Hans"), await hire(acme, "own", "Otto")
    assert await half.status("POST", "disclosures", json=asked) == 403
    assert await own.status("POST", "disclosures", json=asked) == 422
    await disclosed(acme, work, wang)
    [made] = (await acme.get("disclosures"))["items"]
    path = f"disclosures/{made['id']}/archive"
    statuses = [await one.status("GET", path) for one in (half, own, globex)]
    assert statuses == [403, 404, 404]
    deeds = [(e["record_type"], e["action"]) for e in (await acme.get("audit"))["items"]]
    assert ("contact", "disclosed") in deeds


async def test_it_is_asked_for_on_the_page_and_fetched_in_the_settings(acme, work):
    wang = await acme.create("contacts", name="Wang Xiaoming")
    browser, path = Surfer(acme.owner), f"contacts/{wang['id']}"
    assert "Everything about this person" in (await browser.open(f"{path}/privacy")).text
    await browser.follow(f"{path}/disclosure")
    await work()
    [made] = (await acme.get("disclosures"))["items"]
    assert made["done"] == made["total"]
    assert "Download" in (await browser.open("settings/disclosures")).text
    fetched = await browser.fetch(f"settings/disclosures/{made['id']}")
    assert fetched.headers["content-type"] == "application/zip"

"""What is exported can be opened, imported again, and is the same."""

import io
from uuid import UUID

import asyncpg
import openpyxl
from importing import bring_in
from surfer import Surfer
from uploading import upload
from world import Workspace

from app.operating.unpacking import bring_in as bring_in_all
from kernel.database import Database
from kernel.settings import Settings


async def test_a_list_opens_in_excel_and_comes_back_with_its_formulas_harmless(
    acme: Workspace, globex: Workspace, work
) -> None:
    await acme.create(
        "contacts",
        name='=HYPERLINK("http://x.example")',
        emails=[{"value": "wang@x.example"}],
        phones=[{"value": "+49 30 1234567"}],
    )
    answer = await Surfer(acme.owner).fetch("contacts/export?form=xlsx")
    assert answer.headers["content-disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    header, line = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (header[1], line[1]) == ("Full name", '\'=HYPERLINK("http://x.example")')
    for content in (answer.content, (await Surfer(acme.owner).fetch("contacts/export")).content):
        done = await bring_in(acme.owner, work, content)
        assert done["counts"] == {"unchanged": 1}
        assert done["mapping"]["columns"][0] == "id"
    columns = ["" if c in {"id", "owner_id"} else c for c in done["mapping"]["columns"]]
    await bring_in(globex.owner, work, answer.content, columns=columns)
    (copied,) = (await globex.get("contacts"))["items"]
    assert copied["name"] == '=HYPERLINK("http://x.example")'


async def test_a_whole_workspace_is_taken_away_and_brought_into_another(
    acme: Workspace,
    globex: Workspace,
    work,
    database: Database,
    settings: Settings,
    admin_dsn: str,
    tmp_path,
) -> None:
    rita = await acme.member("rep", "Rita")
    company = await acme.create("companies", name="Hualian", city="Ulm")
    contact = await rita.create(
        "contacts", name="Wang", emails=[{"value": "w@x.example"}], companies=[]
    )
    await acme.edit(f"contacts/{contact['id']}", companies=[company["id"]], job_title="Boss")
    await acme.request("PUT", f"contacts/{contact['id']}/tags", json={"tags": ["hot"]})
    links = [{"type": "contact", "id": contact["id"]}]
    await acme.create("activities", text="Wants pumps", links=links, kind="visit")
    await upload(acme, f"companies/{company['id']}", "offer.pdf")
    binned = await acme.create("companies", name="Gone")
    await acme.request("DELETE", f"companies/{binned['id']}")

    made = await acme.post("exports", 201)
    await work()
    done = await acme.get(f"exports/{made['id']}")
    assert (done["state"], done["files"]) == ("ready", 1)
    archive = tmp_path / "acme.zip"
    archive.write_bytes((await acme.request("GET", f"exports/{made['id']}/archive")).content)
    for stranger in (globex.owner, rita):
        assert await stranger.status("GET", f"exports/{made['id']}/archive") in {403, 404}

    came = await bring_in_all(database, settings, globex.slug, None, archive)
    assert sorted(came.strangers) == sorted([acme.owner.email, rita.email])
    connection = await asyncpg.connect(admin_dsn)
    for table in ("record", "company", "contact", "activity", "link", "identity", "attachment"):
        mine, theirs = [
            await connection.fetch(
                f"SELECT to_jsonb(t) - '{{tenant_id,owner_id,team_id,created_by}}'::text[] AS row "
                f"FROM {table} t WHERE t.tenant_id = $1 ORDER BY 1",
                UUID(firm.workspace_id),
            )
            for firm in (acme, globex)
        ]
        assert mine == theirs, table
    await connection.close()
    assert [h["record"]["title"] for h in (await globex.get("search", q="pumps"))["results"]]
    copied = await globex.get(f"contacts/{contact['id']}")
    assert (copied["titles"], copied["job_title"]) == ({company["id"]: "Hualian"}, "Boss")
    history = (await globex.get(f"contacts/{contact['id']}/history"))["items"]
    assert [event["action"] for event in history][-1] == "created"
    again = await bring_in_all(database, settings, globex.slug, None, archive)
    assert sum(again.rows.values()) == 0


async def test_a_place_leaves_and_comes_back_in_degrees(
    acme: Workspace, globex: Workspace, work
) -> None:
    await acme.create("companies", name="Hualian", latitude=31_230_416, longitude=-121_473_701)
    content = (await Surfer(acme.owner).fetch("companies/export")).content
    assert b"31.230416" in content
    assert b"-121.473701" in content
    done = await bring_in(acme.owner, work, content, "companies")
    assert done["counts"] == {"unchanged": 1}
    columns = ["" if c in {"id", "owner_id"} else c for c in done["mapping"]["columns"]]
    await bring_in(globex.owner, work, content, "companies", columns=columns)
    (copied,) = (await globex.get("companies"))["items"]
    assert (copied["latitude"], copied["longitude"]) == (31_230_416, -121_473_701)

"""A firm's customers come in from the file in which it kept them."""

from importing import bring_in, send, table
from world import Workspace

HEAD = ["Full name", "E-mail", "Company", "Phone"]


async def test_contacts_come_in_with_their_companies(acme: Workspace, work) -> None:
    await acme.create("companies", name="Hualian")
    file = table(
        HEAD, ["Wang", "wang@hualian.example", "Hualian", ""], ["Li", "", "Nord", "+49 30 1234567"]
    )
    done = await bring_in(acme.owner, work, file)
    assert (done["state"], done["counts"]) == ("done", {"created": 2})
    found = {c["name"]: c for c in (await acme.get("contacts"))["items"]}
    assert found["Wang"]["emails"][0]["value"] == "wang@hualian.example"
    assert sorted(t for c in found.values() for t in c["titles"].values()) == ["Hualian", "Nord"]
    assert len((await acme.get("companies"))["items"]) == 2
    assert [h["record"]["title"] for h in (await acme.get("search", q="wang"))["results"]] == [
        "Wang"
    ]
    event = (await acme.get(f"contacts/{found['Wang']['id']}/history"))["items"][0]
    assert (event["action"], event["source"]) == ("created", "import")


async def test_a_dry_run_says_by_line_what_would_happen_and_changes_nothing(
    acme: Workspace, work
) -> None:
    await acme.create("contacts", name="Wang", emails=[{"value": "w@x.example"}], job_title="Boss")
    file = table(
        ["Name", "Email", "Title"],
        ["Wang", "w@x.example", "Chief"],
        ["Li", "li@x.example", ""],
        ["", "nobody@x.example", ""],
        ["Zhao", "not a mail", ""],
        ["Li again", "li@x.example", ""],
    )
    sent = await send(acme.owner, file)
    await acme.post(f"imports/{sent['id']}/dry-run")
    await work()
    seen = await acme.get(f"imports/{sent['id']}")
    assert seen["state"] == "checked"
    assert seen["counts"] == {"updated": 1, "created": 1, "error": 2, "skipped": 1}
    lines = (await acme.get(f"imports/{sent['id']}/lines"))["items"]
    assert [(line["line"], line["outcome"], line["column"]) for line in lines] == [
        (2, "updated", ""),
        (3, "created", ""),
        (4, "error", "Name"),
        (5, "error", "Email"),
        (6, "skipped", ""),
    ]
    assert len((await acme.get("contacts"))["items"]) == 1

"""The import wizard, page by page."""

from importing import table
from surfer import HTMX, Surfer
from world import Workspace


async def test_a_file_goes_through_the_wizard_and_is_undone(acme: Workspace, work) -> None:
    browser = Surfer(acme.owner)
    await browser.send("")
    file = table(["Name", "Email"], ["Wang", "wang@x.example"], ["Li", "broken"])
    answer = await acme.owner.http.post(
        browser.url("imports"),
        data={"type": "contacts"},
        files={"file": ("customers.csv", file)},
        headers={**browser._cookies, **HTMX, "X-CSRF-Token": browser._token},
    )
    assert answer.status_code < 400, answer.text
    (made,) = (await acme.get("imports"))["items"]
    one = f"imports/{made['id']}"
    page = await browser.open(one)
    assert "What the columns mean" in page.text
    page = await browser.follow(f"{one}/mapping", c0="name", c1="emails", match="emails")
    assert "Looking at every line" in page.text
    await work()
    page = await browser.open(one)
    assert "This would happen" in page.text
    assert "broken is not valid here." in page.text
    await browser.follow(f"{one}/run")
    await work()
    page = await browser.open(one)
    assert "This was imported" in page.text
    errors = (await browser.fetch(f"{one}/errors")).content.decode("utf-8-sig")
    assert errors.splitlines()[1] == "Li,broken,3,Email,broken is not valid here."
    done = await acme.get(one)
    page = await browser.follow(f"settings/changes/{done['batch_id']}/undoing")
    assert "This import was undone." not in page.text
    assert (await acme.get("contacts"))["items"] == []
    assert "This import was undone." in (await browser.open(one)).text
    assert "customers.csv" in (await browser.open("imports")).text


async def test_a_choice_that_cannot_be_is_said_on_the_page(acme: Workspace, work) -> None:
    from importing import send

    made = await send(acme.owner, table(["A", "B"], ["x", "03/04/2026"]), type="activities")
    browser = Surfer(acme.owner)
    answer = await browser.send(f"imports/{made['id']}/mapping", c0="", c1="happened_at")
    assert "One column must be What happened." in answer.text
    answer = await browser.send(f"imports/{made['id']}/mapping", c0="text", c1="happened_at")
    assert "Say in which order day, month and year are written." in answer.text
    page = await browser.follow(
        f"imports/{made['id']}/mapping", c0="text", c1="happened_at", dates="mdy"
    )
    assert "Looking at every line" in page.text

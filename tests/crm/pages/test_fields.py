"""Fields and lists as an administrator makes them, and as people then use them."""

from surfer import Surfer
from world import Workspace


async def made(acme: Workspace, kind: str, name: str, **more: str) -> Surfer:
    browser = Surfer(acme.owner)
    form = {"type": "company", "kind": kind, "label_en": name, "in_list": "1", **more}
    assert (await browser.send("settings/fields", form.items())).status_code == 303
    return browser


async def test_a_field_is_made_filled_in_and_shown(acme: Workspace) -> None:
    browser = await made(acme, "choice", "Grade", choices="Gold\nSilver", label_zh_CN="等级")
    form = await browser.open("companies/new")
    assert "Grade" in form.text
    assert "Silver" in form.text
    sent = {"name": "Hualian", "custom.grade": "silver"}
    assert (await browser.send("companies", sent.items())).status_code == 303
    page = await browser.open("companies")
    assert "Silver" in page.text
    company = (await acme.get("companies"))["items"][0]
    record = await browser.open(f"companies/{company['id']}")
    assert "Grade" in record.text


async def test_a_value_is_changed_in_place(acme: Workspace) -> None:
    browser = await made(acme, "date", "Founded")
    company = await acme.create("companies", name="Hualian")
    cell = f"companies/{company['id']}/cells/custom.founded"
    assert 'type="date"' in (await browser.open(cell, htmx=True)).html
    sent = [("custom.founded", "1999-05-01"), ("version", "1")]
    assert "1999" in (await browser.send(cell, sent, htmx=True)).text


async def test_another_record_is_picked(acme: Workspace) -> None:
    browser = await made(acme, "record", "Mother", target="company")
    mother = await acme.create("companies", name="Holding")
    found = await browser.open("companies/choose/custom.mother?q_custom.mother=hold", htmx=True)
    assert mother["id"] in found.html
    await browser.send("companies", [("name", "Hualian"), ("custom.mother", mother["id"])])
    page = await browser.open("companies?q=Hualian")
    assert "Holding" in page.text


async def test_a_list_is_renamed_in_both_languages_and_archived_without_loss(acme: Workspace):
    browser = await made(acme, "choice", "Grade", choices="Gold\nSilver")
    company = await acme.create("companies", name="Hualian", custom={"grade": "gold"})
    words = next(each for each in (await acme.get("lists"))["items"] if each["label"] == "Grade")
    gold = next(word for word in words["options"] if word["value"] == "gold")
    form = {"list": words["name"], "en": "Golden", "zh_CN": "金", "color": "amber"}
    assert (await browser.send(f"settings/lists/{gold['id']}", form.items())).status_code == 303
    await browser.send(f"settings/lists/{gold['id']}/archival", list=words["name"])
    assert "archived" in (await browser.open(f"settings/lists?list={words['name']}")).text
    assert "Golden" in (await browser.open(f"companies/{company['id']}")).text
    assert "Golden" not in (await browser.open("companies/new")).text
    edited = await acme.edit(f"companies/{company['id']}", name="H", custom={"grade": "gold"})
    assert edited["custom"] == {"grade": "gold"}
    body = {"name": "New", "custom": {"grade": "gold"}}
    assert await acme.status("POST", "companies", json=body) == 422


async def test_only_administrators_shape_the_workspace(acme: Workspace) -> None:
    rep = await acme.member("rep")
    assert (await Surfer(rep).fetch("settings/fields")).status_code == 403
    body = {"type": "company", "label": "X", "kind": "text"}
    assert await rep.status("POST", "fields", json=body) == 403


async def test_conditions_are_joined_and_reach_one_step_further(acme: Workspace) -> None:
    for name, city, job in (("Hualian", "Ulm", "Buyer"), ("Bolt", "Bonn", ""), ("Oak", "", "")):
        made = await acme.create("companies", name=name, city=city or None)
        if job:
            await acme.create("contacts", name="Wang", job_title=job, companies=[made["id"]])
    browser = Surfer(acme.owner)
    dialog = await browser.open("companies/condition?field=contacts.job_title&op=in", htmx=True)
    assert "Contacts: Job title" in dialog.text
    answer = await browser.fetch("companies/narrowed?field=contacts.job_title&op=in&value=Buyer, X")
    answer = await browser.fetch(
        answer.headers["location"].replace("companies?", "companies/narrowed?")
        + "&field=city&op=eq&value=Bonn&how=or"
    )
    page = await browser.open(answer.headers["location"])
    assert "Contacts: Job title is one of Buyer, X or City is Bonn" in page.text
    assert "Hualian" in page.text
    assert "Bolt" in page.text
    assert "Oak" not in page.text


async def test_between_takes_two_values(acme: Workspace) -> None:
    browser = await made(acme, "number", "Score")
    for n in (1, 5, 9):
        await acme.create("companies", name=f"Firm {n}", custom={"score": n})
    dialog = await browser.open("companies/condition?field=custom.score&op=between", htmx=True)
    assert len(dialog.all("input", name="value")) == 2
    answer = await browser.fetch("companies/narrowed?field=custom.score&op=between&value=2&value=9")
    page = await browser.open(answer.headers["location"])
    assert "Firm 1" not in page.text
    assert "Firm 9" in page.text


async def test_one_field_of_many_is_changed_at_once_and_exported(acme: Workspace) -> None:
    browser = await made(acme, "choice", "Grade", choices="Gold\nSilver")
    firms = [await acme.create("companies", name=f"Firm {n}") for n in range(3)]
    dialog = await browser.open("companies/bulk/fields?field=custom.grade", htmx=True)
    assert "Silver" in dialog.text
    form = [("ids", firm["id"]) for firm in firms[:2]]
    form += [("field", "custom.grade"), ("custom.grade", "gold")]
    assert (await browser.send("companies/bulk/fields", form)).status_code == 303
    lines = (await browser.fetch("companies/export?sort=name")).text.splitlines()
    place = lines[0].split(",").index("Grade")
    assert [line.split(",")[place] for line in lines[1:]] == ["gold", "gold", ""]


async def test_the_audit_tells_of_fields_and_of_their_values(acme: Workspace) -> None:
    browser = await made(acme, "number", "Score")
    await acme.create("companies", name="Hualian", custom={"score": 4711})
    page = await browser.open("settings/audit")
    assert "Field created" in page.text
    assert "4711" in page.text

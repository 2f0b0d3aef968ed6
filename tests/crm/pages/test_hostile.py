"""Hostile text stays text, on every page and in every export."""

import csv
import io

import pytest
from surfer import Document, Surfer
from uploading import upload
from world import Workspace

from crm.records.export import neutral

CORPUS = (
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><iframe src=javascript:alert(1)>",
    "{{7*7}}{% for x in y %}${7*7}",
    "</title></textarea></select><script>alert(1)</script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1">',
    "javascript:alert(1)",
)


def harmless(page: Document) -> None:
    """No element or attribute on the page came out of somebody's text."""
    for tag, attributes in page.tags:
        assert tag not in {"iframe", "math", "mglyph", "style", "object", "embed", "base"}, tag
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        if tag == "script":
            assert attributes.get("src", "").startswith("/assets/")
        if tag == "img":
            raise AssertionError("our pages have no images")
        for name in ("href", "src", "action", "hx-get", "hx-post"):
            value = attributes.get(name, "/").lower().strip()
            assert not value.startswith(("javascript:", "data:", "vbscript:")), (tag, value)


@pytest.mark.parametrize("text", CORPUS)
async def test_hostile_text_is_inert_on_every_page(acme: Workspace, text: str) -> None:
    company = await acme.create(
        "companies",
        name=text,
        industry=text[:100],
        city=text[:100],
        address=text,
        about=text,
        phones=[{"value": "+49 30 123456", "label": text[:40]}],
    )
    links = [{"type": "company", "id": company["id"]}]
    contact = await acme.create(
        "contacts",
        name=text,
        job_title=text,
        about=text,
        companies=[company["id"]],
        handles=[{"value": text, "label": text[:40]}],
    )
    activity = await acme.create(
        "activities", text=text, links=links, next_step=text, next_at="2030-01-01T09:00:00Z"
    )
    task = await acme.create("tasks", title=text, notes=text, links=links)
    await acme.post(f"tasks/{task['id']}/completion", result=text)
    await acme.edit(f"companies/{company['id']}", about="calm now")
    tag = await acme.post("tags", 201, name=text[:40])
    await acme.request("PUT", f"companies/{company['id']}/tags/{tag['id']}")
    await upload(acme, f"companies/{company['id']}", text)
    browser = Surfer(acme.owner)
    for path in (
        "",
        "companies",
        "contacts",
        "activities",
        "tasks",
        "tasks/all",
        f"companies/{company['id']}",
        f"companies/{company['id']}/history",
        f"companies/{company['id']}/edit",
        f"contacts/{contact['id']}",
        f"contacts/{contact['id']}/edit",
        f"activities/{activity['id']}",
        f"tasks/{task['id']}",
    ):
        page = await browser.open(path)
        harmless(page)
        assert "7*7" in page.html or "{{" not in text
    for path in (
        f"companies/{company['id']}/cells/about",
        f"contacts/choose/companies?q_companies={text[:3]}",
    ):
        harmless(await browser.open(path.replace("<", "%3C").replace('"', "%22"), htmx=True))
    await acme.request("DELETE", f"companies/{company['id']}")
    page = await browser.open("settings/trash")
    harmless(page)
    assert text in page.text


@pytest.mark.parametrize("text", CORPUS)
async def test_hostile_words_in_the_address_are_inert(acme: Workspace, text: str) -> None:
    browser = Surfer(acme.owner)
    for name in ("q", "view", "sort", "filter", "after"):
        answer = await browser.member.http.get(
            browser.url("companies"),
            params={name: text},
            headers={"Cookie": f"__Host-session={acme.token}"},
        )
        assert answer.status_code in {200, 422}
        harmless(Document(answer.text))


FORMULAS = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "＝1+1",
    '"=1+1',
    "'=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_begins_a_formula(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["+49 30 123456", "-12.50", "(030) 123-45", "Ada", "a=b", "", "2026-01-01T09:00:00+01:00"],
)
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


async def test_an_export_holds_what_the_list_shows_and_no_formula(acme: Workspace) -> None:
    await acme.create(
        "companies", name="=HYPERLINK(1)", city="Ulm", phones=[{"value": "+49 30 1234567"}]
    )
    await acme.create("companies", name="Bakery", city="Bonn")
    answer = await Surfer(acme.owner).fetch("companies/export?q=ulm")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["Name"], r["Phones"]) for r in rows] == [("'=HYPERLINK(1)", "+49 30 1234567")]


async def test_an_export_holds_every_page(acme: Workspace) -> None:
    for i in range(230):
        await acme.create("companies", name=f"C{i:03}")
    answer = await Surfer(acme.owner).fetch("companies/export?sort=name")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [r["Name"] for r in rows] == [f"C{i:03}" for i in range(230)]

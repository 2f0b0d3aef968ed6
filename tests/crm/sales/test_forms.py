"""Strangers become leads by a form: once each, with their consent, and never by a machine."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import pytest
from surfer import Document, Surfer

from crm.sales.forms.address import ids_of, public_id
from kernel import clock

CONSENT = "You may write to me."


class Stranger:
    """A browser without any session, in front of a form."""

    def __init__(self, http, path, monkeypatch):
        self.http, self.path, self.patch = http, path, monkeypatch
        self.form = None

    async def open(self, query=""):
        answer = await self.http.get(f"{self.path}{query}")
        assert answer.status_code == 200, answer.text
        self.form = Document(answer.text)
        return answer

    async def send(self, *, after=5, **fields):
        hidden = {f["name"]: f["value"] for f in self.form.all("input", type="hidden")}
        later = clock.now() + timedelta(seconds=after)
        with self.patch.context() as moved:
            moved.setattr(clock, "now", lambda: later)
            head = {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode({**hidden, **fields})
            return await self.http.post(self.path, content=body, headers=head)


WANG = {"name": "Wang Fang", "emails": "wang@hualian.example"}


@pytest.fixture
async def made(acme):
    return await acme.create("lead-forms", name="Ask us", consent_text=CONSENT)


@pytest.fixture
def stranger(http, made, monkeypatch):
    return Stranger(http, made["path"], monkeypatch)


async def leads(acme):
    return (await acme.get("leads"))["items"]


async def test_a_stranger_becomes_a_lead_with_campaign_and_consent(acme, made, stranger):
    await stranger.open("?utm_campaign=Spring&utm_source=news")
    answer = await stranger.send(**WANG, consent="1")
    assert "Thank you" in answer.text, answer.text
    [lead] = await leads(acme)
    told = (lead["name"], lead["source"], lead["campaign"], lead["owner_id"])
    assert told == ("Wang Fang", "website", "Spring · news", None)
    [sent] = (await acme.get(f"leads/{lead['id']}/submissions"))["items"]
    assert (sent["consent_text"], sent["consent_version"]) == (CONSENT, 1)
    await acme.edit(f"lead-forms/{made['id']}", consent_text="Other words")
    assert (await acme.get(f"lead-forms/{made['id']}"))["consent_version"] == 2
    [sent] = (await acme.get(f"leads/{lead['id']}/submissions"))["items"]
    assert sent["consent_text"] == CONSENT


async def test_sent_twice_it_is_one_lead(acme, stranger):
    await stranger.open()
    for _ in range(2):
        assert "Thank you" in (await stranger.send(**WANG, consent="1")).text
    assert len(await leads(acme)) == 1


async def test_without_consent_name_or_patience_nothing_is_made(acme, stranger):
    await stranger.open()
    assert (await stranger.send(**WANG)).status_code == 422
    assert (await stranger.send(emails=WANG["emails"], consent="1")).status_code == 422
    assert (await stranger.send(**WANG, consent="1", after=0)).status_code == 422
    assert (await stranger.send(**WANG, consent="1", ticket="made.up")).status_code == 422
    assert (await stranger.send(**WANG, consent="1", after=90_000)).status_code == 422
    trapped = await stranger.send(**WANG, consent="1", homepage="https://spam.example")
    assert "Thank you" in trapped.text
    assert await leads(acme) == []


async def test_a_lead_by_form_is_routed(acme, stranger):
    rita = await acme.member("rep", "Rita")
    [member] = [m["id"] for m in (await acme.get("members"))["items"] if m["name"] == "Rita"]
    await acme.create("routing-rules", name="All", members=[member])
    await stranger.open()
    await stranger.send(**WANG, consent="1")
    [lead] = (await rita.get("leads"))["items"]
    assert lead["owner_id"] == member


async def test_only_named_sites_may_frame_it_and_be_led_to(acme, made, stranger):
    answer = await stranger.open()
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "DENY"
    for sites in (["http://a.example"], ["https://a.example; script-src *"], ["https://*"]):
        wish = {"sites": sites}
        assert await acme.status("PATCH", f"lead-forms/{made['id']}", json=wish) == 422
    site = "https://www.acme.example"
    away = {"sites": [site], "redirect_url": "https://evil.example/x"}
    assert await acme.status("PATCH", f"lead-forms/{made['id']}", json=away) == 422
    await acme.edit(f"lead-forms/{made['id']}", sites=[site], redirect_url=f"{site}/thanks")
    answer = await stranger.open()
    assert "x-frame-options" not in answer.headers
    assert f"frame-ancestors {site}" in answer.headers["content-security-policy"]
    answer = await stranger.send(**WANG, consent="1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{site}/thanks")


async def test_a_form_is_only_where_it_belongs(acme, globex, made, http, stranger):
    tenant, form = ids_of(made["path"].removeprefix("/f/"))
    assert str(form) == made["id"]
    assert await globex.status("GET", f"lead-forms/{made['id']}") == 404
    assert await globex.status("PATCH", f"lead-forms/{made['id']}", json={"name": "x"}) == 404
    crossed = public_id(UUID(globex.workspace_id), form)
    await stranger.open()
    for path in (f"/f/{crossed}", f"/f/{public_id(tenant, tenant)}", "/f/nothing"):
        assert (await http.get(path)).status_code == 404
        stranger.path = path
        assert (await stranger.send(**WANG, consent="1")).status_code == 404
    stranger.path = made["path"]
    await acme.edit(f"lead-forms/{made['id']}", enabled=False)
    assert (await stranger.send(**WANG, consent="1")).status_code == 404
    assert await leads(acme) == []


async def test_a_ticket_opens_one_form_only(acme, made, http, monkeypatch):
    other = await acme.create("lead-forms", name="Other")
    one, two = (Stranger(http, f["path"], monkeypatch) for f in (made, other))
    await one.open()
    await two.open()
    two.form = one.form
    assert (await two.send(**WANG)).status_code == 422


async def test_fields_of_the_firm_are_asked_for_and_others_are_not_taken(acme, made, stranger):
    wish = {"fields": [{"name": "company_name", "required": True}]}
    await acme.edit(f"lead-forms/{made['id']}", **wish)
    for name in ("owner_id", "status", "score", "nonsense"):
        wish = {"fields": [{"name": name}]}
        assert await acme.status("PATCH", f"lead-forms/{made['id']}", json=wish) == 422
    await stranger.open()
    fields = {"name": "Wang", "company_name": "Hualian", "status": "converted", "notes": "x"}
    await stranger.send(**fields, consent="1")
    [lead] = await leads(acme)
    assert (lead["company_name"], lead["status"], lead["notes"]) == ("Hualian", "new", None)


async def test_settings_are_made_by_form(acme, made):
    browser = Surfer(acme.owner)
    page = await browser.open(f"settings/forms/{made['id']}")
    assert made["path"] in page.html
    pairs = [("name", "Ask us"), ("fields", "phones"), ("required", "phones"), ("enabled", "1")]
    await browser.follow(f"settings/forms/{made['id']}", pairs)
    found = await acme.get(f"lead-forms/{made['id']}")
    assert [f["name"] for f in found["fields"]] == ["name", "phones"]

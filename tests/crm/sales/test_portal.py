"""Partners look into their portal: their own firm's registrations, and nothing besides."""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

from chatting import work
from surfer import Surfer
from world import PASSWORD, Member

from kernel import clock

_TOKEN = re.compile(r'name="_csrf" value="([^"]+)"')
MEMBERS_PATHS = (
    "", "companies", "registrations", "deals", "search?q=a", "chat", "settings/people",
    "settings/profile", "notifications", "registrations/{made}",
)  # fmt: skip
API_PATHS = ("companies", "registrations/{made}", "members", "roles", "search?q=a", "me", "exports")


class PortalUser(Surfer):
    """Somebody of a partner, in front of the portal."""

    async def send(self, path, form=(), **fields):
        shown = await self.open("portal/new")
        self._token = shown.all("meta", name="csrf-token")[0]["content"]
        return await super().send(path, form, **fields)

    async def register(self, name, **more):
        return await self.status("portal/registrations", name=name, **more)

    async def sees(self):
        return (await self.open("portal")).text


async def partner(acme, name="Nordic Pumps"):
    return (await acme.create("companies", name=name, role="distributor"))["id"]


async def invited(acme, company):
    email = f"nils-{uuid4().hex[:10]}@example.com"
    return await acme.post("partner-users", 201, company_id=company, email=email)


async def accept(acme, offer, name="Nils"):
    path = offer["accept_url"].removeprefix("http://test")
    page = await acme.http.get(path)
    said = {"name": name, "password": PASSWORD, "_csrf": _TOKEN.search(page.text)[1]}
    answer = await acme.http.post(
        path,
        content=urlencode(said),
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-form={page.cookies['__Host-form']}",
        },
    )
    acme.http.cookies.clear()
    return answer


async def let_in(acme, company, name="Nils"):
    offer = await invited(acme, company)
    answer = await accept(acme, offer, name)
    assert answer.headers["location"] == f"/{acme.slug}/portal"
    token = answer.cookies["__Host-session"]
    user = PortalUser(Member(acme.http, acme.slug, token, offer["email"]))
    user.id = offer["id"]
    return user


async def test_a_partner_registers_a_deal_and_sees_what_becomes_of_it(acme):
    company = await partner(acme)
    nils = await let_in(acme, company)
    assert "Nothing registered yet" in await nils.sees()
    more = {"emails": "li@hualian.cn", "amount": "5000", "amount_currency": "USD"}
    assert await nils.register("Hualian Machinery", **more) == 303
    assert await nils.register("hualian  MACHINERY") == 422
    [made] = (await acme.get("registrations"))["items"]
    assert (made["partners"], made["state"]) == ([company], "submitted")
    assert made["owner_id"] == (await acme.get(f"companies/{company}"))["owner_id"]
    told = (await acme.get("notifications"))["items"]
    assert "Nils · Nordic Pumps registered this customer." in {one["body"] for one in told}
    await acme.post(f"registrations/{made['id']}/approval", into="deal", days=30)
    shown = await nils.sees()
    assert "Approved" in shown
    assert "In progress" in shown
    other = await acme.create("registrations", name="No Hope", partners=[company])
    await acme.post(f"registrations/{other['id']}/rejection", reason="We know them")
    assert "We know them" in await nils.sees()


async def test_a_partner_sees_neither_another_partners_nor_the_firms_own(acme, globex):
    nils = await let_in(acme, await partner(acme))
    olga = await let_in(acme, await partner(acme, "South Pumps"), "Olga")
    assert await nils.register("Hualian Machinery") == 303
    assert await olga.register("Deutsche Pumpen") == 303
    await acme.create("deals", name="Direct business")
    shown = await nils.sees()
    assert "Hualian Machinery" in shown
    assert not {"Deutsche Pumpen", "Direct business"} & set(re.findall(r"\w+ \w+", shown))
    assert (await nils.fetch(f"/{globex.slug}/portal")).status_code == 404
    assert (await Surfer(acme.owner).fetch("portal")).status_code == 404


async def test_everything_else_is_shut_to_a_partner(acme):
    company = await partner(acme)
    nils = await let_in(acme, company)
    await nils.register("Hualian Machinery")
    made = (await acme.get("registrations"))["items"][0]["id"]
    for path in MEMBERS_PATHS:
        assert (await nils.fetch(path.format(made=made))).status_code == 404, path
    for path in API_PATHS:
        assert await nils.member.status("GET", path.format(made=made)) == 404, path
    approval = f"registrations/{made}/approval"
    assert await nils.member.status("POST", approval, json={"into": "lead"}) == 404
    assert await nils.status(approval, into="lead") == 404
    assert (await acme.http.get(f"/{acme.slug}/portal")).status_code in {303, 401}
    cookie = {"Cookie": f"__Host-session={nils.member.token}"}
    forged = await acme.http.post(f"/{acme.slug}/portal/registrations", headers=cookie)
    assert forged.status_code == 403
    everybody = json.dumps((await acme.get("members"))["items"])
    assert nils.member.email not in everybody


async def test_a_partner_who_is_shown_out_is_out_at_once(acme):
    company = await partner(acme)
    nils, nora = await let_in(acme, company), await let_in(acme, company, "Nora")
    await acme.request("DELETE", f"partner-users/{nils.id}")
    assert (await nils.fetch("portal")).status_code == 404
    listed = (await acme.get("partner-users"))["items"]
    assert [one["name"] for one in listed] == ["Nora"]
    page = await Surfer(acme.owner).open(f"companies/{company}")
    assert "Nora" in page.text
    await acme.edit(f"companies/{company}", role="customer")
    assert (await nora.fetch("portal")).status_code == 404


async def test_an_invitation_is_the_administrators_used_once_and_for_a_partner(acme, monkeypatch):
    company = await partner(acme)
    rita = await acme.member("manager", "Rita")
    body, path = {"company_id": company, "email": "a@example.com"}, "partner-users"
    assert await rita.status("POST", path, json=body) == 403
    customer = (await acme.create("companies", name="Customer"))["id"]
    assert await acme.status("POST", path, json={**body, "company_id": customer}) == 409
    first = await invited(acme, company)
    second = await acme.post(path, 201, company_id=company, email=first["email"])
    south = await partner(acme, "South Pumps")
    other = {"company_id": south, "email": first["email"]}
    assert await acme.status("POST", path, json=other) == 409
    assert (await acme.http.get(first["accept_url"])).status_code == 404
    assert (await accept(acme, second)).status_code == 303
    assert (await acme.http.get(second["accept_url"])).status_code == 404
    late = await invited(acme, company)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=8))
    assert (await acme.http.get(late["accept_url"])).status_code == 404


async def test_a_decision_is_told_by_letter_to_the_partner_alone(acme, database, admin):
    nordic, south = await partner(acme), await partner(acme, "South Pumps")
    nils, olga = await let_in(acme, nordic), await let_in(acme, south, "Olga")
    await nils.register("Hualian Machinery")
    [made] = (await acme.get("registrations"))["items"]
    await acme.post(f"registrations/{made['id']}/approval", into="lead")
    await work(database, "portal.tell", {"id": made["id"]}, acme.workspace_id)
    sent = "SELECT count(*) FROM delivery WHERE destination = $1 AND payload->>'text' LIKE $2"
    asked = "%is approved, and protected until%"
    assert await admin.fetchval(sent, nils.member.email, asked) == 1
    assert await admin.fetchval(sent, olga.member.email, asked) == 0


async def test_a_partner_finds_the_portal_again(acme):
    nils = await let_in(acme, await partner(acme))
    page = await nils.open("/workspaces")
    assert [one["href"] for one in page.all("a") if one["href"].endswith("/portal")] == [
        f"/{acme.slug}/portal"
    ]

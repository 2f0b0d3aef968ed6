"""Webhooks: another program hears what happens, signed, again after failures, never too much."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
import time_machine
from receiving import receiving
from roles import role
from surfer import Surfer

from kernel import outward

pytestmark = pytest.mark.anyio


@pytest.fixture
def receiver(settings):
    """A server on this machine, which the operator opened for webhooks."""
    outward.use(msgspec.structs.replace(settings, webhook_networks=("127.0.0.1/32",)))
    with receiving() as opened:
        yield opened
    outward.use(settings)


async def hooked(member, receiver, *events):
    return await member.post(
        "webhooks", 201, name="ERP", url=receiver.url, events=list(events or ["*.*"])
    )


async def later(work, **passed):
    """What is done so much later; afterwards it is now again."""
    with time_machine.travel(datetime.now(UTC) + timedelta(**passed)):
        await work()


async def log(member, made):
    return (await member.get(f"webhooks/{made['id']}/deliveries"))["items"]


async def test_a_program_hears_what_it_asked_for_and_can_prove_who_said_it(acme, work, receiver):
    made = await hooked(acme, receiver, "contact.created", "company.*")
    await acme.create("contacts", name="Wang Wei")
    company = await acme.create("companies", name="Hualian")
    await acme.edit(f"companies/{company['id']}", name="Hualian Ltd")
    await acme.create("tasks", title="Call")
    await work()
    heard = {message["type"]: message for message in receiver.messages(made["secret"])}
    assert sorted(heard) == ["company.created", "company.updated", "contact.created"]
    changed = heard["company.updated"]["data"]
    assert changed["record"]["name"] == "Hualian Ltd"
    assert (changed["before"]["name"], changed["after"]["name"]) == ("Hualian", "Hualian Ltd")
    assert {(sent["state"], sent["status"]) for sent in await log(acme, made)} == {("sent", 204)}


async def test_a_failure_is_tried_again_and_the_same_id_is_sent_again(acme, work, receiver):
    made = await hooked(acme, receiver)
    receiver.answers = [500, 503, 200]
    await acme.create("contacts", name="Wang Wei")
    await work()
    [waiting] = await log(acme, made)
    assert (waiting["state"], waiting["status"], waiting["attempts"]) == ("waiting", 500, 1)
    await later(work, hours=1)
    await later(work, hours=2)
    [sent] = await log(acme, made)
    assert (sent["state"], sent["attempts"]) == ("sent", 3)
    await acme.post(f"webhooks/{made['id']}/deliveries/{sent['id']}/redelivery", 202)
    await work()
    assert len(receiver.heard) == 4
    assert len({headers["webhook-id"] for headers, _body in receiver.heard}) == 1


async def test_a_redirect_is_a_failure_and_is_not_followed(acme, work, receiver):
    made = await hooked(acme, receiver)
    receiver.answers, receiver.headers = [302], {"Location": receiver.url}
    await acme.post(f"webhooks/{made['id']}/test", 202)
    await work()
    assert len(receiver.heard) == 1
    assert (await log(acme, made))[0]["status"] == 302


async def test_one_that_fails_for_days_is_switched_off_and_its_maker_hears_of_it(
    acme, work, receiver
):
    made = await hooked(acme, receiver)
    receiver.answers = [500]
    await acme.create("contacts", name="Wang Wei")
    await work()
    await later(work, days=5, minutes=1)
    hook = await acme.get(f"webhooks/{made['id']}")
    assert (hook["active"], hook["ended_by"]) == (False, "failures")
    told = await acme.get("notifications")
    assert any(notice["kind"] == "webhook" for notice in told["items"])
    await acme.create("contacts", name="Li Na")
    heard = len(receiver.heard)
    await later(work, days=6)
    assert len(receiver.heard) == heard


async def test_one_that_says_it_is_gone_is_switched_off_at_once(acme, work, receiver):
    made = await hooked(acme, receiver)
    receiver.answers = [410]
    await acme.post(f"webhooks/{made['id']}/test", 202)
    await work()
    assert (await acme.get(f"webhooks/{made['id']}"))["ended_by"] == "gone"


async def test_for_a_day_both_secrets_hold(acme, work, receiver):
    made = await hooked(acme, receiver)
    new = (await acme.post(f"webhooks/{made['id']}/secret", 201))["secret"]
    await acme.post(f"webhooks/{made['id']}/test", 202)
    await work()
    assert receiver.messages(made["secret"]) == receiver.messages(new)
    receiver.heard.clear()
    await acme.post(f"webhooks/{made['id']}/test", 202)
    await later(work, days=1, minutes=1)
    [(headers, _body)] = receiver.heard
    assert [signature[:3] for signature in headers["webhook-signature"].split()] == ["v1,"]


async def test_it_is_told_what_its_maker_sees_and_ends_with_them(acme, work, receiver):
    told = await role(
        acme,
        "Programmer",
        records={"*": {"see": "own", "create": "all", "edit": "own"}},
        settings=["webhooks"],
        fields={"contact": {"phones": "hidden"}},
    )
    rep = await acme.member(told["code"], "Rita")
    made = await hooked(rep, receiver)
    await acme.create("contacts", name="Not the rep's")
    await rep.create("contacts", name="Wang Wei")
    await work()
    [message] = receiver.messages(made["secret"])
    assert message["data"]["record"]["name"] == "Wang Wei"
    assert "phones" not in message["data"]["record"]
    members = (await acme.get("members"))["items"]
    [mine] = [one["id"] for one in members if one["email"] == rep.email]
    assert await acme.status("DELETE", f"members/{mine}") == 204
    await acme.create("contacts", name="Afterwards")
    await work()
    assert (await acme.get(f"webhooks/{made['id']}"))["ended_by"] == "member"
    assert len(receiver.heard) == 1


async def test_it_is_made_tested_and_read_on_the_page(acme, work, receiver):
    browser = Surfer(acme.owner)
    said = {"name": "ERP", "url": receiver.url, "events": "contact.*"}
    shown = (await browser.send("settings/webhooks", **said)).text
    assert "whsec_" in shown
    [hook] = (await acme.get("webhooks"))["items"]
    path = f"settings/webhooks/{hook['id']}"
    await browser.follow(f"{path}/test")
    await work()
    page = (await browser.open(path)).text
    assert "delivered" in page
    assert "whsec_" not in page
    await browser.follow(path, name="ERP 2", url=receiver.url, events="*.*")
    assert (await acme.get(f"webhooks/{hook['id']}"))["active"] is False
    await browser.follow(f"{path}/deletion")
    assert (await acme.get("webhooks"))["items"] == []


async def test_settings_are_for_those_who_may_and_tests_are_few(acme, globex, receiver):
    made = await hooked(acme, receiver)
    rep = await acme.member("rep")
    assert await rep.status("GET", "webhooks") == 403
    assert await globex.status("GET", f"webhooks/{made['id']}") == 404
    asked = [await acme.status("POST", f"webhooks/{made['id']}/test") for _n in range(6)]
    assert asked == [202] * 5 + [429]


async def test_an_internal_address_is_refused_when_it_is_saved_and_when_it_is_called(
    acme, work, receiver, settings
):
    made = await hooked(acme, receiver)
    outward.use(settings)
    body = {"name": "x", "url": receiver.url, "events": ["*.*"]}
    assert await acme.status("POST", "webhooks", json=body) == 422
    await acme.post(f"webhooks/{made['id']}/test", 202)
    await work()
    assert receiver.heard == []
    assert (await log(acme, made))[0]["state"] == "failed"

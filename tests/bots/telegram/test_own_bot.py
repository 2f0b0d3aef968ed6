"""A workspace's own bot: it speaks of that workspace only, and customers write to it."""

import re

import pytest
from chatting import button, press, say
from fake_telegram import refusal
from phone import Phone
from uploading import upload

from bots.telegram.account import telegram
from kernel.transaction import UnitOfWork
from tests.billing.conftest import behind  # noqa: F401 -- a fixture

TOKEN = "{number}:own-token-of-a-workspace"
NUMBERS = iter(range(700_000, 800_000))


async def browse(member, path, expected=200, **data):
    headers = {"Cookie": f"__Host-session={member.token}"}
    page = await member.http.get(f"/{member.slug}/settings/bot", headers=headers)
    data["_csrf"] = re.search(r'name="_csrf" value="([^"]+)"', page.text)[1]
    answer = await member.http.post(f"/{member.slug}/{path}", data=data, headers=headers)
    assert answer.status_code in {expected, 303}, answer.text
    return answer


class OwnPhone(Phone):
    """A phone that writes to one bot of a workspace."""

    account = None


@pytest.fixture
def own(http, worker, network, settings, database):
    async def make(firm):
        await browse(firm.owner, "settings/bot/own", token=TOKEN.format(number=next(NUMBERS)))
        uow = await UnitOfWork(database).begin_outside()
        [account] = [a for a in await telegram.all(uow) if str(a.workspace_id) == firm.workspace_id]
        await uow.finish(commit=False)
        phone = OwnPhone(http, worker, network)
        phone.account = account
        return phone

    return make


async def test_a_customer_writes_and_is_answered_by_people(acme, globex, own):
    phone = await own(acme)
    [thanks] = await phone.say("Do you have pumps for salt water?")
    assert "Somebody will answer you" in thanks["text"]
    [lead] = (await acme.get("leads"))["items"]
    assert (lead["name"], lead["source"]) == ("Ada", "chat")
    assert await phone.say("20 of them") == []
    assert len((await acme.get("leads"))["items"]) == 1
    wrote = [m for m in (await acme.get("chat/messages"))["items"] if "writes:" in m["text"]]
    assert wrote[-1]["text"].endswith("20 of them")
    await press(acme, button(wrote[-1], "customer_reply"))
    await say(acme, "Yes, <b>model</b> SW-20.")
    [answered] = await phone.settle()
    assert answered["text"] == "Yes, &lt;b&gt;model&lt;/b&gt; SW-20."
    headers = {"Cookie": f"__Host-session={acme.token}"}
    listed = await acme.http.get(
        f"/{acme.slug}/conversations", params={"of": "answered"}, headers=headers
    )
    [conversation] = set(re.findall(r"conversations/([0-9a-f-]{36})", listed.text))
    await browse(acme.owner, f"conversations/{conversation}/answers", text="Shall I quote?")
    assert [said["text"] for said in await phone.settle()] == ["Shall I quote?"]
    whole = await acme.post(f"conversations/{conversation}/answers", text="Or two?")
    assert [line["direction"] for line in whole["lines"]] == ["in", "in", "out", "out", "out"]
    assert (await globex.get("conversations", of="answered"))["items"] == []
    await phone.settle()
    rita = await acme.member("rep", "Rita")
    for member in (rita, globex.owner):
        path = f"/{member.slug}/conversations/{conversation}"
        headers = {"Cookie": f"__Host-session={member.token}"}
        assert (await member.http.get(path, headers=headers)).status_code == 404
    [me] = [one for one in (await acme.get("members"))["items"] if one["role"] == "rep"]
    await browse(acme.owner, f"conversations/{conversation}/assignee", member_id=me["id"])
    await browse(rita, f"conversations/{conversation}/answers", text="I am Rita.")
    assert [said["text"] for said in await phone.settle()] == ["I am Rita."]
    await browse(globex.owner, f"conversations/{conversation}/answers", 404, text="x")


async def test_an_own_bot_knows_its_workspace_only(acme, globex, own, phone, link, deep_link):
    await link(globex.owner, phone)
    mine = await own(acme)
    token = await deep_link(acme.owner)
    [question] = await mine.say(f"/start {token}")
    await mine.press("Link", question)
    assert "Workspace: Acme" in (await mine.say("/me"))[0]["text"]
    assert "Globex" not in str(await mine.say("/switch"))
    await browse(acme.owner, "settings/bot/own/removal")
    assert (await mine.deliver(mine.text("/me"))).status_code == 404


async def test_a_link_of_everywhere_stays_in_the_bots_workspace(acme, globex, own, deep_link):
    offer = await globex.request("POST", "invitations", json={"email": acme.email, "role": "rep"})
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    known = {"name": "Ada", "password": "correct horse battery"}
    await acme.http.post(f"/api/v1/invitations/{token}/acceptance", json=known)
    link = await deep_link(acme.owner)
    mine = await own(acme)
    [question] = await mine.say(f"/start {link}")
    await mine.press("Link", question)
    assert "Globex" not in str(await mine.say("/switch"))


async def test_a_token_is_sealed_and_serves_one_workspace(acme, globex, own):
    phone = await own(acme)
    rows = await phone.worker.pool.fetch("SELECT sealed, number FROM bot_account ORDER BY id")
    assert "own-token" not in str(rows)
    number = rows[-1]["number"]
    refused = await browse(globex.owner, "settings/bot/own", 409, token=TOKEN.format(number=number))
    assert "another workspace" in refused.text
    assert "own-token" not in refused.text
    await browse(globex.owner, "settings/bot/own", 422, token="nonsense")


async def test_what_a_customer_sends_along_is_fetched_and_saved_by_whom_it_concerns(
    acme, globex, own, network
):
    phone = await own(acme)
    network.files |= {"PLAN": b"%PDF-1.7 plan", "LATE": b"late"}
    plan = {"file_id": "PLAN", "file_name": "../plan <b>.pdf", "mime_type": "application/pdf"}
    await phone.send(document=plan, caption="This is our plan")
    [lead] = (await acme.get("leads"))["items"]
    [talk] = (await acme.get("conversations"))["items"]
    assert talk["last_text"] == "This is our plan\n[plan <b>.pdf]"
    path = f"conversations/{talk['id']}"
    [line] = (await acme.get(path))["lines"]
    [told] = line["files"]
    assert (line["text"], told["state"]) == ("This is our plan", "waiting")
    for _again in range(2):
        await phone.fetch("conversation.fetch")
    [told] = (await acme.get(path))["lines"][0]["files"]
    assert told["state"] == "kept"
    [beside] = (await acme.get(f"leads/{lead['id']}/attachments"))["items"]
    assert (beside["id"], beside["name"]) == (told["id"], "plan <b>.pdf")
    rita = await acme.member("rep", "Rita")
    for member, status in ((acme.owner, 200), (rita, 404), (globex.owner, 404)):
        address = f"/{member.slug}/{path}/files/{told['id']}"
        cookie = {"Cookie": f"__Host-session={member.token}"}
        answer = await member.http.get(address, headers=cookie)
        assert answer.status_code == status
    assert answer.content != b"%PDF-1.7 plan"
    house = await acme.create("companies", name="House")
    other = await upload(acme.owner, f"companies/{house['id']}", "prices.txt")
    cookie = {"Cookie": f"__Host-session={acme.token}"}
    address = f"/{acme.slug}/{path}/files/{other['id']}"
    assert (await acme.http.get(address, headers=cookie)).status_code == 404
    await phone.send(document=plan | {"file_id": "GONE"})
    network.refusals.append(refusal(400, "Bad Request: wrong file_id"))
    await phone.fetch("conversation.fetch")
    assert (await acme.get(path))["lines"][-1]["files"][0]["state"] == "lost"


async def test_a_bot_beyond_the_plan_says_why_once_a_day_and_wakes_when_it_is_paid(
    acme,
    own,
    link,
    desk,
    behind,  # noqa: F811 -- the fixture
):
    async def plan(**phase):
        async with behind(acme) as uow:
            kept = {"phases": [phase]}
            said = "UPDATE workspace SET entitled = $2 WHERE id = $1"
            await uow.execute(said, uow.tenant_id, kept)

    await plan()
    phone = await own(acme)
    stranger = OwnPhone(phone.http, phone.worker, phone.network)
    stranger.account = phone.account
    await link(acme.owner, phone)
    await plan(features=[])
    [why] = await phone.say("/today")
    assert f"/{acme.slug}/settings/billing" in why["text"]
    assert await phone.say("/today") == []
    [away] = await stranger.say("Do you have pumps?")
    assert "billing" not in away["text"]
    assert (await acme.get("leads"))["items"] == []
    await plan(features=["own_bot"], limits={"bots": 1})
    assert "rests" not in (await phone.say("/today"))[0]["text"]
    await plan(features=["own_bot"], limits={"bots": 0})
    another = OwnPhone(phone.http, phone.worker, phone.network)
    another.account = phone.account
    [away] = await another.say("Do you have pumps?")
    assert "not in service" in away["text"]

"""A workspace's bot speaks of that workspace, as long as its plan includes the network."""

import re

import pytest

from kernel.entitled import enforcing

pytestmark = pytest.mark.parametrize("person", ["slack"], indirect=True)


async def code_for(person, member):
    made = await person.browse(member, "/code")
    return re.search(r'id="bind-code">([^<]+)<', made)[1]


async def test_a_code_of_another_workspace_links_nothing(connected, acme, globex):
    stranger = type(connected.kit)()
    stranger.server = connected.server
    hers = type(connected)(stranger, connected.http, connected.worker)
    connected.server.kit = stranger
    await hers.connect(globex)
    code = await code_for(hers, globex.owner)
    connected.server.kit = connected.kit
    assert "spent" in (await connected.say(code))[0].text
    for answer in ("Link", "1"):
        assert "Linked" not in str(await connected.say(answer))
    assert "not linked" in (await connected.say("/me"))[0].text


async def test_a_chat_of_an_own_bot_goes_nowhere_else(linked, acme, globex):
    offer = await globex.request("POST", "invitations", json={"email": acme.email, "role": "rep"})
    token = offer.json()["accept_url"].rsplit("/", 1)[1]
    await acme.http.post(
        f"/api/v1/invitations/{token}/acceptance",
        json={"name": "Ada", "password": "correct horse battery"},
    )
    await linked.browse(acme.owner)
    assert "Globex" not in str(await linked.say("switch"))
    assert "Workspace: Acme" in (await linked.say("/me"))[0].text


async def test_a_plan_without_networks_connects_none_and_says_so_in_the_chat(
    linked, acme, globex, monkeypatch
):
    monkeypatch.setattr(enforcing, "on", True)
    plan = {"phases": [{"features": ["own_bot"]}]}
    for firm in (acme, globex):
        await linked.worker.pool.execute(
            "UPDATE workspace SET entitled = $1::jsonb WHERE id = $2", plan, firm.workspace_id
        )
    assert "not in your plan" in await linked.browse(globex.owner, **linked.kit.secrets)
    [refused] = await linked.say("visited Hualian")
    assert "not in your workspace's plan" in refused.text
    await acme.create("tasks", title="x", due_at="2020-01-01T00:00:00Z")
    assert await linked.settle() == []


async def test_a_bot_beyond_the_plan_says_on_its_page_that_it_rests_and_why(
    linked, acme, monkeypatch
):
    monkeypatch.setattr(enforcing, "on", True)
    line = "UPDATE workspace SET entitled = $1::jsonb WHERE id = $2"
    seen = {}
    for bots in (1, 0):
        plan = {"phases": [{"features": ["own_bot", "channels"], "limits": {"bots": bots}}]}
        await linked.worker.pool.execute(line, plan, acme.workspace_id)
        seen[bots] = await linked.browse(acme.owner, "/check")
    assert "This bot rests: your plan holds fewer bots" in seen[0]
    assert "settings/billing/plans" in seen[0]
    assert "This bot rests" not in seen[1]


async def test_who_leaves_or_whose_bot_goes_is_told_nothing_more(linked, acme):
    await acme.create("companies", name="Hualian Pumps")
    assert "Hualian" in (await linked.say("find Hualian"))[0].text
    path = linked.path
    gone = await linked.browse(acme.owner, "/removal")
    assert "not connected" in gone
    linked.path = path
    assert (await linked.deliver(linked.kit.text("find Hualian"))).status_code == 404

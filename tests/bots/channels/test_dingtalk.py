"""What DingTalk does its own way: a stream that we hold, and colleagues who are gone."""

import json

import pytest
from networks.kit import Answered
from websockets.asyncio.server import serve

from bots.dingtalk import streaming
from bots.gateway import accounts
from bots.gateway.flood import Flood
from bots.gateway.streaming import Streams
from kernel.allowance import Allowance
from kernel.delivery import Hopeless
from kernel.transaction import UnitOfWork

pytestmark = pytest.mark.parametrize("person", ["dingtalk"], indirect=True)


def frame(kind, topic, data):
    headers = {"messageId": f"m-{topic}", "topic": topic, "contentType": "application/json"}
    return json.dumps({"specVersion": "1.0", "type": kind, "headers": headers, "data": data})


async def own_of(person, number):
    uow = await UnitOfWork(person.worker).begin_outside()
    try:
        return await accounts.by_number(uow, "dingtalk", number)
    finally:
        await uow.finish(commit=False)


async def waiting(person):
    return await person.worker.pool.fetchval(
        "SELECT count(*) FROM bot_inbox WHERE state = 'waiting' AND chat_id = $1",
        person.kit.chat_id,
    )


async def test_what_comes_by_the_stream_is_kept_once_before_it_is_acknowledged(
    linked, settings, monkeypatch, capsys
):
    said = json.dumps(linked.kit.text("/me"))
    told, asked = [], []

    async def dingtalk(connection):
        asked.append(connection.request.path)
        for kind, topic, data in (
            ("SYSTEM", "ping", '{"opaque": "1"}'),
            ("CALLBACK", streaming.MESSAGES, said),
            ("CALLBACK", streaming.MESSAGES, said),
        ):
            await connection.send(frame(kind, topic, data))
            answer = json.loads(await connection.recv())
            told.append((answer, await waiting(linked)))
        await connection.send(frame("SYSTEM", "disconnect", "{}"))

    monkeypatch.setattr(streaming, "SCHEME", "ws")
    monkeypatch.setattr(streaming, "BELOW", "127.0.0.1")
    own = await own_of(linked, linked.kit.secrets["robot_code"])
    streams = Streams(linked.worker, Flood(Allowance(), settings))
    async with serve(dingtalk, "127.0.0.1", 0) as server:
        linked.kit.stream = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/connect"
        await streaming.hold(own, lambda raw: streams._receive(own, raw))
    assert asked == [f"/connect?ticket={linked.kit.SECRET}%2B1"]
    assert [(answer["code"], kept) for answer, kept in told] == [(200, 0), (200, 1), (200, 1)]
    assert json.loads(told[0][0]["data"]) == {"opaque": "1"}
    assert "Workspace: Acme" in (await linked.settle())[0].text
    assert await linked.settle() == []
    assert linked.kit.SECRET not in "".join(capsys.readouterr())


async def test_the_ticket_goes_to_no_other_server(linked):
    linked.kit.stream = "wss://dingtalk.com.evil.example/connect"
    own = await own_of(linked, linked.kit.secrets["robot_code"])
    with pytest.raises(Hopeless):
        await streaming.hold(own, None)


@pytest.mark.parametrize("code", ["staffId.notExisted", "chatbot.notFound", "robot.notInGroup"])
async def test_whoever_left_the_company_is_not_written_to_again(linked, code):
    linked.server.instead.append(Answered({"code": code, "message": "no"}, 400))
    await linked.say("/me")
    assert (await linked.deliveries())[-1] == "blocked"
    assert await linked.binding() == "blocked"

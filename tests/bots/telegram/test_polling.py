"""Development fetches updates itself; production announces its webhook; both keep them first."""

import asyncio

import httpx
import msgspec
import pytest
from phone import Phone

from app.main import create_app
from bots.gateway.flood import Flood
from bots.telegram.account import account_of, telegram
from bots.telegram.announcing import Api, Unreached, announce, menu
from bots.telegram.polling import fetch
from kernel.allowance import Allowance


@pytest.fixture
async def api(network):
    made = Api(telegram.account)
    yield made
    await made.close()


async def test_fetched_updates_are_kept_once_and_confirmed_by_the_next_call(
    phone, api, worker, settings
):
    updates = [phone.text("/me"), phone.text("/today")]
    phone.network.updates = [*updates, {"update_id": updates[-1]["update_id"] + 1, "message": "x"}]
    calm = Flood(Allowance(), settings)
    after = await fetch(telegram.account, api, worker, calm, 0)
    again = await fetch(telegram.account, api, worker, calm, 0)
    assert after == again == updates[-1]["update_id"] + 2
    assert await phone.states() == ["waiting", "waiting"]
    offset = await fetch(telegram.account, api, worker, calm, after)
    assert offset == after
    assert phone.network.calls[-1][1]["offset"] == after


async def test_the_webhook_is_announced_with_its_secret(network, settings, api):
    chosen = msgspec.structs.replace(settings, telegram_mode="webhook")
    await announce(chosen, telegram.account, api)
    said = dict(network.calls)["setWebhook"]
    assert said["secret_token"] == telegram.account.secret
    assert "test-token" not in said["url"]
    assert said["url"].endswith(telegram.account.path)


async def test_the_menu_has_the_commands(network):
    words = "today find ask brief tasks deals pool call target rank me settings switch help cancel"
    assert {"log", *words.split()} == {entry["command"] for entry in menu("en")}


async def test_what_telegram_refuses_names_no_token(network, settings):
    lost = msgspec.structs.replace(
        settings, telegram_token="1:very-secret", telegram_api_url="http://127.0.0.1:9"
    )
    api = Api(account_of(lost))
    with pytest.raises(Unreached) as refused:
        await api.call("getUpdates")
    assert "very-secret" not in str(refused.value)
    await api.close()


async def test_a_message_is_answered_by_the_worker_itself(phone, link, acme, at_work):
    await phone.deliver(phone.text("/me"))
    for _attempt in range(300):
        if said := phone.network.said_to(phone.id):
            break
        await asyncio.sleep(0.1)
    assert "not linked" in said[0]["text"]


async def test_a_chat_that_floods_is_told_once_and_holds_nobody_else_back(
    dsn, settings, worker, network
):
    narrow = create_app(
        msgspec.structs.replace(
            settings,
            chat_messages_per_minute=5,
            telegram_token="123456:test-token",
            telegram_api_url=network.url,
        ),
        dsn,
    )
    async with narrow.inner.lifespan():
        transport = httpx.ASGITransport(app=narrow)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
            loud, quiet = Phone(http, worker, network), Phone(http, worker, network)
            for _message in range(12):
                assert (await loud.deliver(loud.text("hello"))).status_code == 200
            await quiet.deliver(quiet.text("hello"))
            away = Phone(http, worker, network)
            for minute in range(12):
                await away.deliver(away.text("hello", date=1_700_000_000 + 60 * minute))
            assert await loud.states() == ["waiting"] * 5
            assert await quiet.states() == ["waiting"]
            assert await away.states() == ["waiting"] * 12
            await loud.settle()
    told = [said["text"] for said in network.said_to(loud.id)]
    assert len([text for text in told if "too much at once" in text]) == 1

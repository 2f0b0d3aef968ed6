"""Feishu, DingTalk and WeCom where they differ: groups, cards, tokens that are lent."""

import pytest
from anyio import create_task_group
from anyio.lowlevel import checkpoint
from networks.kit import Answered

from bots.gateway.tokens import Expired, Tokens


def only(*channels):
    return pytest.mark.parametrize("person", channels, indirect=True)


def in_group(person, text, *, mentions=True):
    """Somebody writes into a group; the kit looks there from now on."""
    kit = person.kit
    group = f"oc_{kit.number}" if kit.channel == "feishu" else f"cid{kit.number}"
    kit.chat_id = group if kit.channel == "feishu" else f"group/{group}"
    if kit.channel == "dingtalk":
        said = {"conversationId": group, "conversationType": "2", "isInAtList": mentions}
        return kit.text(text) | said
    us = [{"key": "@_user_1", "id": {"open_id": "ou_bot"}, "name": "Guanxi"}] if mentions else []
    words = f"@_user_1 {text}" if mentions else text
    return kit.message("text", {"text": words}, chat_id=group, chat_type="group", mentions=us)


@only("feishu", "dingtalk")
async def test_in_a_group_it_answers_members_who_mention_it(linked):
    for text, mentions, answer in (
        ("/bind", True, "belongs to Acme"),
        ("/me", True, "Acme"),
        ("visited Hualian", False, ""),
    ):
        event = in_group(linked, text, mentions=mentions)
        assert (await linked.deliver(event)).status_code == 200
        said = await linked.settle()
        assert [answer in one.text for one in said] == ([True] if answer else [])


@only("feishu")
async def test_a_card_of_feishu_is_pressed_where_it_was_made_and_by_whom_it_was_made_for(
    linked, acme
):
    [card] = await linked.say("visited Northwind Ltd")
    label = next(iter(card.buttons))
    for change in ({"operator": {"open_id": "ou_another"}}, {"context": None}):
        event = linked.kit.pressed(card.buttons[label], card)
        event["event"] |= change
        assert (await linked.deliver(event)).status_code == 200
        assert await linked.settle() == []
    assert (await acme.get("activities"))["items"] == []
    linked.server.instead.append(Answered({"code": 230031, "msg": "too old"}, 400))
    [saved] = await linked.press(label, card)
    assert ("Saved in Acme" in saved.text, saved.edit_of) == (True, "")


@only("feishu")
async def test_feishu_is_believed_by_its_token_alone_where_nothing_is_sealed(person, acme):
    del person.kit.secrets["encrypt_key"]
    await person.connect(acme)
    event = person.kit.text("today")
    for token, answer in (("another", 401), (person.kit.secrets["verification_token"], 200)):
        event["header"]["token"] = token
        assert (await person.http.post(person.path, json=event)).status_code == answer
    assert "not linked" in (await person.settle())[0].text


@only("wecom")
async def test_what_is_too_long_for_a_card_of_wecom_is_a_text_with_a_card_under_it(linked, acme):
    text = "visited Northwind Ltd, " + "they want pumps, " * 30
    words, card = await linked.say(text)
    assert (words.buttons, card.text.strip()) == ({}, "What next?")
    saved, undo = await linked.press("Save", card)
    assert ("Saved in Acme" in saved.text, "Undo" in undo.buttons) == (True, True)
    closed = [c.json() for c in linked.server.calls if c.path.endswith("update_template_card")]
    assert closed[-1]["button"] == {"replace_name": "Answered"}


@only("wecom")
async def test_wecom_is_connected_before_it_trusts_our_address(person, acme):
    kit = person.kit
    token = {"errcode": 0, "access_token": f"{kit.SECRET}-0", "expires_in": 7200}
    untrusted = {"errcode": 60020, "errmsg": "not allow to access from your ip"}
    person.server.instead.extend([Answered(token), Answered(untrusted)])
    assert "Connected as 1000002" in await person.connect(acme)
    assert "this is Guanxi" in await person.browse(acme.owner, "/check")


@only("feishu", "wecom", "dingtalk")
async def test_a_lent_token_that_is_expired_is_lent_anew_once(linked, monkeypatch, capsys):
    kit, expired = (
        linked.kit,
        {
            "feishu": Answered({"code": 99991663, "msg": "token invalid"}, 400),
            "wecom": Answered({"errcode": 42001, "errmsg": "access_token expired"}),
            "dingtalk": Answered({"code": "InvalidAuthentication"}, 401),
        },
    )
    before = kit.lent
    linked.server.instead.append(expired[kit.channel])
    assert "Acme" in (await linked.say("/me"))[0].text
    assert kit.lent == before + 1
    for module, name in kit.hosts:
        monkeypatch.setattr(f"{module}.{name}", "http://127.0.0.1:1")
    await linked.say("/me")
    told = str(await linked.deliveries("last_error || payload::text")) + str(capsys.readouterr())
    assert "ConnectError" in told
    assert kit.SECRET not in told


async def test_ten_who_need_a_token_at_once_ask_once():
    asked = []

    async def lend(secrets):
        asked.append(secrets["secret"])
        await checkpoint()
        return f"token {len(asked)}", 7200

    tokens, got = Tokens(lend), []

    async def need():
        got.append(await tokens.get({"secret": "mine"}))

    async with create_task_group() as group:
        for _one in range(10):
            group.start_soon(need)
    assert (asked, set(got)) == (["mine"], {"token 1"})
    assert await tokens.get({"secret": "another"}) == "token 2"
    assert "token" not in repr(tokens._kept)


async def test_a_token_that_is_always_expired_is_not_asked_for_without_end():
    lent = []

    async def lend(_secrets):
        lent.append("x")
        return "x", 7200

    async def act(_token):
        raise Expired

    with pytest.raises(ConnectionError):
        await Tokens(lend).using({"secret": "mine"}, act)
    assert len(lent) == 2


@only("feishu", "wecom", "dingtalk")
async def test_a_picture_is_put_there_first_and_then_shown_with_its_words(linked, acme):
    shown, words = await linked.show_picture(acme.workspace_id, "1 deal")
    assert (shown.text[0], words.text) == ("[", "1 deal")
    [put] = [one for one in linked.server.calls if b"pipeline.png" in one.body]
    assert b"\x89PNG" in put.body

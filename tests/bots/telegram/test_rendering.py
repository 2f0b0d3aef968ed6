"""What Telegram shows: names are text, long texts are split, buttons stay short."""

import json
from html import unescape

import pytest

from bots.core.messages import Action, Card, CardField, Outbound
from bots.gateway.texts import utf16 as units
from bots.telegram.rendering import rendered
from kernel.ids import uuid7


def card(text, **options):
    fields = [CardField("text", "Text", text, 1.0, text)]
    return Outbound(text="Shall I save this?", card=Card("activity", fields), **options)


@pytest.mark.parametrize("name", ["*_[x](http://evil)", "<b>bold</b>", "a & b < c", '"><a href=x>'])
def test_a_name_is_shown_as_it_was_written(name):
    [payload] = rendered(card(name))
    assert name in unescape(payload["text"])
    assert payload["text"].count("<") == 2


@pytest.mark.parametrize("letter", ["x", "王", "💥", "<", "&", "\n", "é"])
@pytest.mark.parametrize("length", [1, 4_000, 4_096, 20_000])
def test_a_long_text_is_split_and_nothing_is_lost(letter, length):
    parts = [payload["text"] for payload in rendered(card(letter * length))]
    assert all(units(part) <= 4_096 for part in parts)
    assert all(part.strip() for part in parts)
    if letter != "\n":
        told = unescape("".join(parts).partition("</b> ")[2])
        assert told.count(letter) == length
    for part in parts:
        assert part.count("<b>") == part.count("</b>")


def test_buttons_stand_under_the_last_part_and_their_data_is_short():
    actions = [Action(uuid7(), "save", "Save and create " + "王" * 300)]
    actions += [Action(uuid7(), "edit", word) for word in ("Edit", "Cancel")]
    payloads = rendered(card("x" * 9_000, actions=actions))
    assert [bool(payload.get("buttons")) for payload in payloads] == [False, False, True]
    cells = [cell for row in payloads[-1]["buttons"] for cell in row]
    assert all(len(data.encode()) <= 64 for _label, data in cells)
    assert all(len(label) <= 60 for label, _data in cells)
    assert [len(row) for row in payloads[-1]["buttons"]] == [1, 2]


def test_an_edit_that_grew_too_long_is_sent_anew():
    assert rendered(card("x", edit_of="7"))[0]["method"] == "edit"
    assert {p["method"] for p in rendered(card("x" * 9_000, edit_of="7"))} == {"send"}


async def test_hostile_names_reach_the_phone_as_text(phone, link, acme):
    await acme.create("companies", name="<b>Evil</b> & *Co* [x](http://evil)")
    await link(acme.owner, phone)
    [found] = await phone.say("/find Evil")
    assert "&lt;b&gt;Evil" in found["text"]
    assert found["parse_mode"] == "HTML"
    assert json.loads(found["link_preview_options"])["is_disabled"] is True

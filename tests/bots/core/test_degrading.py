"""Where a channel has no buttons, no edits and no pictures, numbers and words do the same."""

from uuid import UUID

import pytest
from chatting import count

from bots.core.conversation import handle
from bots.core.degrading import CAPABILITIES
from bots.core.messages import Capabilities, Inbound
from kernel.transaction import UnitOfWork
from tenants.access import acting


@pytest.fixture
def poor(monkeypatch):
    able = Capabilities(edits=False, buttons=0, pictures=False, files=False)
    monkeypatch.setitem(CAPABILITIES, "poor", able)


@pytest.fixture
def tell(poor, database, acme):
    async def told(text, bot_id="b", chat_id="c", **more):
        uow = await UnitOfWork(database).begin(UUID(acme.workspace_id))
        [owner] = (await acme.get("members"))["items"]
        who = await acting.member(uow, uow.tenant_id, UUID(owner["id"]))
        heard = Inbound(channel="poor", bot_id=bot_id, chat_id=chat_id, text=text, **more)
        said = await handle(uow, who, heard)
        await uow.finish(commit=True)
        return said

    return told


async def test_a_visit_is_logged_by_typing_numbers(tell, acme, database):
    await acme.create("companies", name="Hualian Pumps")
    [card] = await tell("visited Hualian, send quote Friday 3pm")
    assert (card.actions, card.edit_of) == ([], "")
    assert card.below.splitlines()[0] == "1. Save"
    assert card.below.endswith("Answer with a number.")
    [saved] = await tell("1")
    assert saved.text.startswith("Saved in Acme")
    assert await count(database, acme.workspace_id, "activity") == 1
    assert "1. Undo" in saved.below


async def test_a_number_of_nothing_is_a_word_and_an_old_one_is_not_pressed(tell, acme, database):
    await tell("visited Northwind Ltd, wants pumps")
    await tell("/me")
    await tell("1")
    await tell("1", chat_id="another")
    await tell("9")
    assert await count(database, acme.workspace_id, "activity") == 0


@pytest.mark.parametrize("typed", ["１", " 1. ", "(1)", "1。"])
async def test_a_number_may_be_typed_as_people_do(tell, acme, typed):
    await tell("visited Northwind Ltd, wants pumps")
    [saved] = await tell(typed)
    assert saved.text.startswith("Saved")

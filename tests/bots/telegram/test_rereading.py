"""A language model helps where the rules are unsure; it is believed within the same world only."""

import json

import msgspec
import pytest
from chatting import button, field, press, say, work
from fake_openai import FakeOpenAI
from hypothesis import given
from hypothesis import strategies as some

from bots.core.cards import KIND_LABELS
from bots.core.drafts import DraftCard
from bots.core.rereading import Reading, believe
from bots.parsing import World
from crm.records.beside import store

SAID = "the folks at the harbour finally agreed, eighty grand it is"


@pytest.fixture
async def model(settings):
    async with FakeOpenAI() as server:
        url = server.url.replace("//", "//:hush@") + "?model=small"
        store.use(msgspec.structs.replace(settings, reading_url=url))
        yield server
        store.use(settings)


async def read(acme, worker):
    [row] = await worker.pool.fetch(
        "SELECT convert_from(payload, 'utf8') AS told FROM queue.pgqueuer"
        " WHERE entrypoint = 'chat.read' AND headers->>'tenant' = $1",
        acme.workspace_id,
    )
    await work(worker, "chat.read", json.loads(row["told"]), acme.workspace_id)


def answering(**said):
    return {"choices": [{"message": {"content": f"Sure: {json.dumps(said)}"}}]}


async def test_what_the_rules_left_open_is_filled_and_still_asked_for(acme, worker, model):
    await acme.create("companies", name="Hualian Pumps")
    model.answers = [answering(company="Hualian Pumps", amount=80000, stage="bogus")]
    await say(acme, SAID)
    await read(acme, worker)
    card = (await acme.get("chat/messages"))["items"][-1]
    assert field(card, "company")["value"] == "Hualian Pumps"
    assert field(card, "stage") is None
    assert (await acme.get("activities"))["items"] == []
    await press(acme, button(card, "save"))
    assert len((await acme.get("activities"))["items"]) == 1
    _path, head, body = model.calls[0]
    assert "Bearer hush" in head
    assert json.loads(body)["model"] == "small"


async def test_where_the_operator_switched_it_off_nothing_is_sent(acme, worker, model):
    switched = "UPDATE workspace SET flags = '{\"reading\": false}' WHERE id = $1::uuid"
    await worker.pool.execute(switched, acme.workspace_id)
    await say(acme, SAID)
    asked = "SELECT count(*) FROM queue.pgqueuer WHERE entrypoint = 'chat.read'"
    mine = f"{asked} AND headers->>'tenant' = $1"
    assert await worker.pool.fetchval(mine, acme.workspace_id) == 0


async def test_a_card_that_was_touched_meanwhile_stays(acme, worker, model):
    model.answers = [answering(company="harbour")]
    [card] = await say(acme, SAID)
    await press(acme, button(card, "cancel"))
    await read(acme, worker)
    assert "once more" not in str(await acme.get("chat/messages"))


@given(
    some.builds(
        Reading,
        company=some.none() | some.text(),
        amount=some.none() | some.floats() | some.text(),
        currency=some.none() | some.text(max_size=4),
        next_at=some.none() | some.text() | some.dates().map(str) | some.datetimes().map(str),
        stage=some.none() | some.text(),
        kind=some.none() | some.text(),
    )
)
def test_whatever_a_model_says_the_card_stays_sound(said):
    card = DraftCard(text="met somebody")
    believe(card, said, World(currency="EUR"))
    assert card.company is None or card.company.name.casefold() in "met somebody"
    assert card.kind in KIND_LABELS
    assert msgspec.convert(msgspec.to_builtins(card), DraftCard) == card

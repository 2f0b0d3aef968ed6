"""/ask answers with what colleagues wrote, each sentence with its source."""

from chatting import say


async def test_a_question_is_answered_with_its_source_or_kept(acme):
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    links = [{"type": "company", "id": crestline["id"]}]
    text = "Lunch. Stock lasts until December."
    told = await acme.create("activities", kind="note", text=text, links=links)
    [message] = await say(acme, "/ask Until when does the stock at Crestline last?")
    assert "“Stock lasts until December.” [1]" in message["text"]
    [source] = message["card"]["fields"]
    assert source["value"]["id"] == told["id"]
    await say(acme, "/问")
    [message] = await say(acme, "Who is the lawyer of Crestline?")
    assert "I keep your question" in message["text"]
    assert len((await acme.get("knowledge-questions"))["items"]) == 1


async def test_a_plain_question_is_answered_if_somebody_wrote_it_down_else_it_is_a_note(acme):
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    links = [{"type": "company", "id": crestline["id"]}]
    await acme.create("activities", kind="note", text="Stock lasts until December.", links=links)
    [message] = await say(acme, "Until when does the stock at Crestline last?")
    assert "“Stock lasts until December.” [1]" in message["text"]
    for note in ("Who is the lawyer of Crestline?", "Met Crestline, how long does the stock last?"):
        [message] = await say(acme, note)
        assert message["card"]["kind"] == "activity"
    assert (await acme.get("knowledge-questions"))["items"] == []

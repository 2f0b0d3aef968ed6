"""Calling by a list in the chat: the number, what to say, and a button for each outcome."""

from chatting import button, press, say


async def test_a_rep_calls_through_a_list_in_the_chat(acme):
    rita = await acme.member("rep", "Rita")
    [nothing] = await say(rita, "/call")
    assert "no call list" in nothing["text"]
    made = await rita.create("worklists", name="Spring", script="Ask for Wang")
    phones = [{"value": "+86 510 8200 1234"}]
    members = [
        (await rita.create("companies", name=name, phones=phones))["id"]
        for name in ("Hualian", "Kestrel")
    ]
    await rita.post(f"worklists/{made['id']}/filling", record_ids=members)
    [message] = await say(rita, "外呼")
    assert "Hualian" in message["text"]
    assert "8200" in message["text"]
    assert "Ask for Wang" in message["text"]
    await press(rita, button(message, "call_note"))
    [asked] = await say(rita, "Wants twenty pumps")
    [logged] = await press(rita, button(asked, "call_done", "Interested"))
    [activity] = (await rita.get("activities"))["items"]
    assert (activity["text"], activity["call_outcome"]) == ("Wants twenty pumps", "interested")
    [second] = await press(rita, button(logged, "call_next"))
    assert "Kestrel" in second["text"]
    [given] = await press(rita, button(second, "call_stop"))
    assert "Given back" in given["text"]

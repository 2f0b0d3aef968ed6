"""What LINE does its own way: answers are not counted, messages are, and each comes once."""

from datetime import timedelta

import pytest
from networks.kit import Answered

from kernel import clock

pytestmark = pytest.mark.parametrize("person", ["line"], indirect=True)


def paths(person):
    return [call.path.rpartition("/")[2] for call in person.server.calls if call.method == "POST"]


async def test_an_answer_goes_by_its_leave_and_what_comes_too_late_is_written(linked):
    await linked.say("/me")
    assert paths(linked)[-1] == "reply"
    event = linked.kit.text("/me")
    linked.kit.spent.add(event["replyToken"])
    await linked.deliver(event)
    await linked.settle()
    assert paths(linked)[-1] == "push"
    assert linked.server.calls[-1].headers["x-line-retry-key"]


async def test_a_message_that_was_accepted_before_is_not_sent_twice(linked, acme):
    event = linked.kit.text("/me") | {"replyToken": ""}
    linked.server.instead.append(Answered({"message": "already accepted"}, 409))
    await linked.deliver(event)
    assert await linked.settle() == []
    assert (await linked.deliveries())[-1] == "sent"


async def test_when_the_month_is_used_up_messages_wait_for_an_hour(linked):
    used_up = {"message": "You have reached your monthly limit."}
    linked.server.instead.append(Answered(used_up, 429))
    await linked.say("/me")
    due = (await linked.deliveries("due_at"))[-1]
    assert due - clock.now() > timedelta(minutes=50)


async def test_a_customer_is_heard_and_answered_by_people(person, acme):
    await person.connect(acme)
    [thanks] = await person.say("请问有海水泵吗？")
    assert "我们会在这里回复您" in thanks.text
    [lead] = (await acme.get("leads"))["items"]
    assert lead["source"] == "chat"
    [found] = (await acme.get("conversations", of="open"))["items"]
    await acme.post(f"conversations/{found['id']}/answers", text="Yes: SW-20.")
    assert [said.text for said in await person.settle()] == ["Yes: SW-20."]


async def test_who_lets_the_account_go_is_blocked_until_coming_back(linked):
    for kind, state in (("unfollow", "blocked"), ("follow", "active")):
        event = linked.kit.text("") | {"type": kind}
        await linked.deliver({name: event[name] for name in event if name != "message"})
        await linked.settle()
        assert await linked.binding() == state

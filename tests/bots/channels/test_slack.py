"""What Slack does its own way: events of several workspaces, cards edited in place, mentions."""

import pytest

from bots.slack.events import unmarked

pytestmark = pytest.mark.parametrize("person", ["slack"], indirect=True)


async def test_a_card_is_edited_in_place_and_sent_anew_where_it_is_gone(linked, acme):
    [card] = await linked.say("visited Northwind Ltd, wants pumps")
    [which] = await linked.press("Edit", card)
    assert which.edit_of == card.name
    linked.server.instead.append(linked.kit.gone())
    [again] = await linked.press("Cancel", which)
    assert again.edit_of == ""


async def test_in_a_channel_only_mentions_are_answered_and_only_there(linked, acme):
    there = linked.kit.channel_of_many()
    for event in (there.text("today"), there.mention("bind C0DE"), there.mention("/bind")):
        assert (await linked.deliver(event)).status_code == 200
    said = await there.settle(linked)
    assert "tied to a workspace yet" in said[0]
    assert "belongs to Acme" in said[1]


async def test_what_happens_in_another_workspace_of_slack_is_nothing_to_us(linked, acme):
    event = linked.kit.text("today") | {"team_id": "T0THER"}
    assert (await linked.deliver(event)).status_code == 200
    echo = linked.kit.text("visited Hualian")
    echo["event"]["bot_id"] = "B1"
    assert (await linked.deliver(echo)).status_code == 200
    assert await linked.settle() == []
    assert unmarked("a &lt;b&gt; <https://x.y|x> <@U1|ada> &amp;") == "a <b> x ada &"

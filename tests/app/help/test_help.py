"""Help that is true: what it promises is tried."""

import pytest
from chatting import field, say
from surfer import Surfer

from app.help.sentences import SENTENCES
from app.help.topics import TOPICS
from tenants.access.roles import ROLES


@pytest.mark.parametrize("sentence", [s for said in SENTENCES.values() for s in said])
async def test_every_sentence_of_the_help_makes_a_card_with_a_next_step(acme, sentence):
    [answer] = await say(acme, sentence)
    assert field(answer, "kind")["value"] in {"visit", "call", "meeting", "email"}
    assert field(answer, "next_at")["value"]
    assert field(answer, "text")["value"] == sentence


@pytest.mark.parametrize("role", ["owner", "rep", "viewer"])
async def test_help_says_what_the_readers_role_sees(acme, role):
    reader = acme.owner if role == "owner" else await acme.member(role)
    page = await Surfer(reader).open("help")
    assert f"Your role here is {ROLES[role].label}." in page.text
    assert all(str(other.label) in page.text for other in ROLES.values())
    assert "/find" in page.text
    assert "stays in the recycle bin for 30 days" in page.text


async def test_help_is_one_click_away(acme):
    home = await Surfer(acme.owner).open()
    assert home.all("a", href=f"/{acme.slug}/help")


async def test_a_page_leads_to_its_part_of_the_help_and_that_part_leads_on(acme):
    surfer = Surfer(acme.owner)
    page = await surfer.open("help")
    parts = {section["id"] for section in page.all("section") if section.get("id")}
    assert {topic.key for topic in TOPICS} <= parts
    for path, part in (
        ("companies", "lists"),
        ("numbers/winloss", "numbers"),
        ("pools", "pool"),
        ("worklists", "partners"),
    ):
        leads = {a["href"] for a in (await surfer.open(path)).all("a")}
        assert f"/{acme.slug}/help#{part}" in leads
    ways = {a["href"] for a in page.all("a") if a.get("class") == "link-text"}
    assert len(ways) > 20
    assert {way: (await surfer.fetch(way)).status_code for way in ways} == dict.fromkeys(ways, 200)


async def test_help_is_for_members_only(acme, globex):
    assert (await Surfer(globex.owner).fetch(f"/{acme.slug}/help")).status_code == 404


async def test_the_ways_that_help_points_to_exist(acme):
    surfer = Surfer(acme.owner)
    page = await surfer.open("help")
    ways = {a["href"] for a in page.all("a") if a.get("class") == "link-record"}
    assert len(ways) == 11
    assert {way: (await surfer.fetch(way)).status_code for way in ways} == dict.fromkeys(ways, 200)

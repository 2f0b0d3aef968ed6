"""What customers say again and again, counted by everybody for themselves."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from chatting import work
from surfer import Surfer

from crm.knowledge.hearing.reading import heard, promised
from crm.knowledge.mining.grouping import grouped
from crm.knowledge.mining.service import Voice
from crm.knowledge.queue.claims import contrary

HEARD = [
    ("met Wang, wants 20 pumps by March, price too high", "need:quantity objection:price"),
    ("拜访华联王总，3月前要20台泵，嫌贵，周五发报价", "need:quantity objection:price"),
    ("Lead time of 12 weeks is too long. They also have an offer from Grundfos.",
     "objection:delivery objection:competitor"),
    ("客户担心售后，需要对接ERP接口", "objection:trust need:function"),
    ("预算被砍了，要请示老板", "objection:budget objection:decision"),
    ("The price is not too high for them, no problem with delivery", ""),
    ("价格不贵，交期没问题", ""),
    ("Had a nice lunch at 12:30", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), HEARD)
def test_objections_and_needs_are_heard_in_both_languages(text, found):
    assert " ".join(f"{one.kind}:{one.topic}" for one in heard(text)) == found


def test_what_the_customer_promised_is_told_from_what_we_did():
    assert promised("We send the quote. He will confirm on Monday") == ["He will confirm on Monday"]
    assert promised("周五发报价，王总答应下周签合同") == ["王总答应下周签合同"]


def test_contrary_claims_are_told_from_others():
    assert contrary("Hualian pays within 10 days", "Hualian pays within 60 days")
    assert contrary("华联接受预付款", "华联不接受预付款")
    assert not contrary("Hualian pays within 10 days", "Meyer wants stainless pumps")
    assert not contrary("Hualian pays within 10 days", "Hualian pays promptly, within 10 days")


def _voice(words):
    return Voice(uuid4(), datetime.now(UTC), None, words)


def test_what_is_said_in_much_the_same_words_stands_together():
    said = (
        "Needs a mobile crane",
        "想要移动吊车",
        "Wants the mobile crane soon",
        "需要移动吊车",
        "A fax",
    )
    groups = grouped([_voice(words) for words in said])
    assert [len(group.voices) for group in groups] == [2, 2, 1]
    assert "crane" in groups[0].label
    assert "吊车" in groups[1].label
    assert groups[2].label == ""


async def test_numbers_are_the_viewers_own_and_open_their_rows(acme, globex):
    rita, omar = await acme.member("rep", "Rita"), await acme.member("rep", "Omar")
    worth = {"amount_minor": 500_000, "currency": "USD"}
    deal = await rita.create("deals", name="Pumps", amount=worth)
    about = [{"type": "deal", "id": deal["id"]}]
    visit = await rita.create("activities", text="Price too high. Needs training", links=about)
    mine = (await rita.get("knowledge-insights"))["items"]
    assert [(one["topic"], one["lately"], one["deals"]) for one in mine] == [
        ("training", 1, 1),
        ("price", 1, 1),
    ]
    rows = await rita.get("knowledge-insights/rows", kind="objection", name="price")
    assert [(one["id"], one["words"]) for one in rows["voices"]] == [
        (visit["id"], "Price too high")
    ]
    assert [one["id"] for one in rows["deals"]] == [deal["id"]]
    for other in (omar, globex):
        assert (await other.get("knowledge-insights"))["items"] == []
        hidden = await other.get("knowledge-insights/rows", kind="objection", name="price")
        assert (hidden["voices"], hidden["deals"]) == ([], [])
    await rita.edit(f"activities/{visit['id']}", text="Needs training")
    assert [one["topic"] for one in (await acme.get("knowledge-insights"))["items"]] == ["training"]


async def test_what_is_at_stake_counts_no_deal_that_one_does_not_see(acme):
    rita = await acme.member("rep", "Rita")
    company = await rita.create("companies", name="Hualian")
    deal = await acme.create("deals", name="Secret", companies=[company["id"]])
    about = [{"type": "company", "id": company["id"]}, {"type": "deal", "id": deal["id"]}]
    await acme.create("activities", text="Price too high", links=about)
    assert [one["deals"] for one in (await acme.get("knowledge-insights"))["items"]] == [1]
    assert [one["deals"] for one in (await rita.get("knowledge-insights"))["items"]] == [0]
    rows = await rita.get("knowledge-insights/rows", kind="objection", name="price")
    assert (len(rows["voices"]), rows["deals"]) == (1, [])


SAID = (
    "Finds it hard to get spare parts",
    "needs spare parts within a day",
    "Asks for spare parts in stock",
    "需要双层保温罐",
    "想要双层保温罐",
    "Needs 20 gate valves",
)


async def test_what_comes_up_again_is_sorted_and_known_next_week(acme, globex, job_database):
    rita, omar = await acme.member("rep", "Rita"), await acme.member("rep", "Omar")
    worth = {"amount_minor": 500_000, "currency": "USD"}
    deal = await rita.create("deals", name="Tank", amount=worth)
    about = [{"type": "deal", "id": deal["id"]}]
    for words in SAID:
        await rita.create("activities", text=words, links=about if "罐" in words else [])
    await work(job_database, "knowledge.themes", {}, acme.workspace_id)
    found = (await acme.get("knowledge-insights"))["themes"]
    assert [(one["terms"], one["mentions"], one["worth"]) for one in found] == [
        (["spare parts"], 3, None),
        (["双层保温罐"], 2, 500_000),
    ]
    await rita.create("activities", text="Wants spare parts on site")
    await work(job_database, "knowledge.themes", {}, acme.workspace_id)
    again = (await acme.get("knowledge-insights"))["themes"]
    assert [(one["id"], one["since"]) for one in again] == [
        (one["id"], one["since"]) for one in found
    ]
    assert again[0]["mentions"] == 4
    behind = await rita.get("knowledge-insights/rows", theme_id=found[1]["id"])
    assert [one["words"] for one in behind["voices"]] == ["想要双层保温罐", "需要双层保温罐"]
    assert [one["id"] for one in behind["deals"]] == [deal["id"]]
    for other in (omar, globex):
        assert (await other.get("knowledge-insights"))["themes"] == []
        path = f"knowledge-insights/rows?theme_id={found[0]['id']}"
        assert await other.status("GET", path) == 404
    page = await Surfer(acme.owner).fetch(f"knowledge/themes/{found[1]['id']}")
    assert "想要双层保温罐" in page.text


async def test_a_theme_is_told_in_words_that_its_reader_sees(acme, job_database):
    rita = await acme.member("rep", "Rita")
    for who, words in (
        (acme, "needs mobile cranes"),
        (acme, "Wants mobile cranes"),
        (rita, "needs cranes"),
    ):
        await who.create("activities", text=words)
    await work(job_database, "knowledge.themes", {}, acme.workspace_id)
    [all_of_it] = (await acme.get("knowledge-insights"))["themes"]
    [hers] = (await rita.get("knowledge-insights"))["themes"]
    assert "mobile cranes" in all_of_it["terms"]
    assert (hers["mentions"], [term for term in hers["terms"] if "mobile" in term]) == (1, [])

"""A question is answered in the words of colleagues, as far as one may read them, or kept."""

from typing import Any

import pytest
from surfer import Surfer
from world import Member, Workspace

pytestmark = pytest.mark.anyio


async def ask(member: Member | Workspace, question: str) -> Any:
    return await member.post("search/answers", question=question)


async def note(member: Member | Workspace, text: str, *about: Any) -> Any:
    links = [{"type": "company", "id": one["id"]} for one in about]
    return await member.create("activities", kind="note", text=text, links=links)


async def test_a_question_about_a_customer_is_answered_from_what_is_filed_there(
    acme: Workspace,
) -> None:
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    harbour = await acme.create("companies", name="Harbour Mill Ltd")
    told = await note(acme, "Lunch. Stock lasts until December. Sunny.", crestline)
    await note(acme, "Stock lasts until March.", harbour)
    said = await ask(acme, "Until when does the stock at Crestline last?")
    [cited] = said["answer"]["citations"]
    assert cited["sentence"] == "Stock lasts until December."
    assert cited["record"]["id"] == told["id"]
    assert said["kept"] is None


async def test_a_question_in_one_language_finds_the_sentence_in_the_other(acme: Workspace) -> None:
    hualian = await acme.create("companies", name="深圳华联泵业有限公司")
    await note(acme, "到现场看了。跟上流的合同还有12个月。", hualian)
    said = await ask(acme, "How long does the contract of 华联 run?")
    assert said["answer"]["citations"][0]["sentence"] == "跟上流的合同还有12个月。"
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    await note(acme, "Parking behind the warehouse, ring at the gate.", crestline)
    said = await ask(acme, "Crestline在哪里停车？")
    assert "behind the warehouse" in said["answer"]["text"]


async def test_a_customer_is_called_by_a_part_of_its_name(acme: Workspace) -> None:
    hadley = await acme.create("companies", name="Hadley & Co Brewery Inc.")
    await note(acme, "They open a second site in Leeds in January.", hadley)
    said = await ask(acme, "When does Hadley Brewery open its second site?")
    assert said["answer"]["citations"][0]["sentence"].startswith("They open")
    assert (await ask(acme, "When does Hadley Bakery open its second site?"))["answer"] is None


async def test_who_asks_for_a_competitor_is_told_one(acme: Workspace) -> None:
    hadley = await acme.create("companies", name="Hadley Brewery")
    await note(acme, "Visited Hadley, saw the owner.", hadley)
    await acme.create("competitors", name="Norflow")
    assert (await ask(acme, "Which competitor visited Hadley?"))["answer"] is None
    await note(acme, "Norflow was there last week.", hadley)
    said = await ask(acme, "Which competitor visited Hadley?")
    assert said["answer"]["citations"][0]["sentence"] == "Norflow was there last week."


async def test_what_nobody_wrote_down_is_kept_for_those_who_may_know(acme: Workspace) -> None:
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    await note(acme, "Stock lasts until December.", crestline)
    said = await ask(acme, "Who is the lawyer of Crestline?")
    assert said["answer"] is None
    [kept] = (await acme.get("knowledge-questions"))["items"]
    assert kept["id"] == said["kept"]
    assert kept["text"] == "Who is the lawyer of Crestline?"


async def test_no_answer_quotes_what_the_asker_may_not_read(
    acme: Workspace, globex: Workspace
) -> None:
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    await note(acme, "The budget of Crestline is 500,000.", crestline)
    rep = await acme.member("rep")
    for stranger in (rep, globex):
        assert (await ask(stranger, "What is the budget of Crestline?"))["answer"] is None
    assert (await ask(acme, "What is the budget of Crestline?"))["answer"] is not None


async def test_a_search_is_narrowed_to_whose_about_whom_and_when(acme: Workspace) -> None:
    rep = await acme.member("rep")
    mine = await acme.create("companies", name="Zeppelin Works")
    about = await note(acme, "zeppelin visited", mine)
    theirs = await note(rep, "zeppelin seen")

    async def found(**params: Any) -> set[str]:
        results = (await acme.get("search", q="zeppelin", **params))["results"]
        return {one["record"]["id"] for one in results}

    assert await found(about=mine["id"]) == {about["id"]}
    assert await found(by=theirs["owner_id"]) == {theirs["id"]}
    assert await found(since="2020-01-01", until="2020-12-31") == set()
    assert len(await found(since="2020-01-01")) == 3


async def test_filters_by_what_is_out_of_sight_are_not_found(
    acme: Workspace, globex: Workspace
) -> None:
    theirs = await globex.create("companies", name="Zeppelin Rivals")
    for params in (f"about={theirs['id']}", f"by={theirs['owner_id']}", f"tag={theirs['id']}"):
        assert await acme.status("GET", f"search?q=zeppelin&{params}") == 404
    hers = await acme.create("companies", name="Zeppelin Works")
    rep = await acme.member("rep")
    assert await rep.status("GET", f"search?q=zeppelin&about={hers['id']}") == 404


async def test_nobody_is_named_whom_the_asker_does_not_see(acme: Workspace) -> None:
    rep = await acme.member("rep")
    mine = await rep.create("companies", name="深圳华联泵业有限公司")
    hidden = await acme.create("contacts", name="秦振华")
    links = [{"type": t, "id": r["id"]} for t, r in (("company", mine), ("contact", hidden))]
    await acme.create("activities", kind="note", text="秦总的预算是10万元。", links=links)
    for asker, named in ((acme, ["秦振华"]), (rep, [])):
        results = (await asker.get("search", q="秦总的预算是多少"))["results"]
        [note] = [one for one in results if one["record"]["type"] == "activity"]
        assert note["about"] == named


async def test_results_say_why_and_whose_they_are(acme: Workspace) -> None:
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    told = await note(acme, "Stock lasts until December.", crestline)
    results = (await acme.get("search", q="stock at Crestline"))["results"]
    [one] = [result for result in results if result["record"]["id"] == told["id"]]
    assert set(one["why"]) >= {"words", "name"}
    assert one["about"] == ["Crestline Shipyard Ltd"]
    assert one["by"]


async def test_the_last_word_on_a_result_counts_and_only_on_what_is_seen(
    acme: Workspace, globex: Workspace
) -> None:
    told = await note(acme, "zeppelin visited")
    for right in (True, False):
        word = {"question": "zeppelin?", "record_id": told["id"], "right": right}
        assert await acme.status("PUT", "search/judgements", json=word) == 204
    assert await globex.status("PUT", "search/judgements", json=word) == 404


async def test_the_page_answers_keeps_questions_and_takes_thumbs(acme: Workspace) -> None:
    crestline = await acme.create("companies", name="Crestline Shipyard Ltd")
    told = await note(acme, "Stock lasts until December.", crestline)
    surfer = Surfer(acme.owner)
    page = await surfer.open("search?q=Until when does the stock at Crestline last?&grouped=1")
    assert "In your colleagues’ words" in page.text
    assert any("#:~:text=Stock%20lasts" in link.get("href", "") for link in page.all("a"))
    thumb = {"q": "stock?", "record_id": told["id"], "right": "1", "answered": "1"}
    assert (await surfer.send("search/judgements", **thumb)).status_code == 303
    assert await surfer.status("search/judgements", **thumb | {"record_id": "x"}) == 404
    page = await surfer.open("search?q=Who is the lawyer of Crestline?")
    assert "Nobody wrote down" in page.text
    await surfer.follow("search/questions", q="Who is the lawyer of Crestline?")
    assert len((await acme.get("knowledge-questions"))["items"]) == 1

"""Whoever may see a record finds it, as soon as it is written, and nobody else does."""

from typing import Any

import pytest
from chatting import button, press, say, work
from surfer import Surfer
from world import Member, Workspace

from search.indexing import FOLLOW_UP

pytestmark = pytest.mark.anyio


async def titles(member: Member | Workspace, q: str, **params: Any) -> list[str]:
    found = await member.get("search", q=q, **params)
    return [result["record"]["title"] for result in found["results"]]


async def ids(member: Member | Workspace, q: str, **params: Any) -> set[str]:
    found = await member.get("search", q=q, **params)
    return {result["record"]["id"] for result in found["results"]}


async def visit(member: Member | Workspace, text: str, *links: Any) -> Any:
    return await member.create(
        "activities", kind="visit", text=text, links=[{"type": t, "id": i["id"]} for t, i in links]
    )


async def test_a_visit_is_found_as_soon_as_it_is_logged(acme: Workspace) -> None:
    logged = await visit(acme, "They want a quote for two zeppelins by Friday")
    found = await acme.get("search", q="zeppelin quote")
    [result] = found["results"]
    assert result["record"]["id"] == logged["id"]
    assert result["record"]["type"] == "activity"
    marked = [result["snippet"][start:end] for start, end in result["highlights"]]
    assert marked == ["quote", "zeppelins"]
    assert found["mode"] in {"lexical", "hybrid"}


async def test_the_answer_cites_who_wrote_it(acme: Workspace) -> None:
    logged = await visit(acme, "Nice lunch. The zeppelin budget is 500,000 a year. Sunny.")
    answer = (await acme.get("search", q="zeppelin budget"))["answer"]
    assert answer["text"] == "The zeppelin budget is 500,000 a year. [1]"
    assert answer["citations"][0]["record"]["id"] == logged["id"]


async def test_nothing_is_found_where_nothing_was_written(acme: Workspace) -> None:
    await visit(acme, "They want a quote for two zeppelins by Friday")
    found = await acme.get("search", q="submarine warranty")
    assert found["results"] == []
    assert "answer" not in found


async def test_a_changed_note_is_found_by_its_new_words_only(acme: Workspace) -> None:
    logged = await visit(acme, "about zeppelins")
    await acme.edit(f"activities/{logged['id']}", text="about balloons")
    assert await ids(acme, "zeppelins") == set()
    assert await ids(acme, "balloons") == {logged["id"]}


async def test_a_deleted_note_is_gone_and_comes_back_with_its_restoration(acme: Workspace) -> None:
    logged = await visit(acme, "about zeppelins")
    assert await acme.status("DELETE", f"activities/{logged['id']}") == 204
    assert await ids(acme, "zeppelins") == set()
    await acme.post(f"activities/{logged['id']}/restoration")
    assert await ids(acme, "zeppelins") == {logged["id"]}


async def test_another_firm_finds_nothing(acme: Workspace, globex: Workspace) -> None:
    await visit(acme, "planted xylograph7q")
    await visit(globex, "something else")
    for q in ("xylograph7q", "xylograph7", "planted"):
        assert await ids(globex, q) == set()
        suggested = await globex.get("search/suggestions", q=q)
        assert suggested["items"] == []


async def test_a_rep_finds_own_records_and_visits_to_own_customers(acme: Workspace) -> None:
    rep = await acme.member("rep")
    theirs = await rep.create("companies", name="Zeppelin Works")
    await acme.create("companies", name="Zeppelin Rivals")
    about = await visit(acme, "zeppelin hangar visited", ("company", theirs))
    await visit(acme, "zeppelin secret of the boss")
    assert await ids(rep, "zeppelin") == {theirs["id"], about["id"]}
    assert len(await ids(acme, "zeppelin")) == 4


async def test_one_type_may_be_asked_for(acme: Workspace) -> None:
    company = await acme.create("companies", name="Zeppelin Works")
    await visit(acme, "zeppelin visited")
    assert await ids(acme, "zeppelin", type="company") == {company["id"]}
    assert await acme.status("GET", "search?q=zeppelin&type=dragon") == 422


async def test_a_contact_is_found_by_phone_and_by_address(acme: Workspace) -> None:
    ada = await acme.create(
        "contacts",
        name="Ada Lovelace",
        emails=[{"value": "ada@engine.example", "label": "work"}],
        phones=[{"value": "+86 138 0013 8000", "label": "mobile"}],
    )
    for q in ("13800138000", "ada@engine.example", "lovelace", "lovelase"):
        assert await ids(acme, q) >= {ada["id"]} or q == "lovelase"


async def test_names_are_suggested_while_typing(acme: Workspace) -> None:
    await acme.create("companies", name="Zeppelin Works")
    items = (await acme.get("search/suggestions", q="zeppelin"))["items"]
    assert [item["title"] for item in items] == ["Zeppelin Works"]


@pytest.mark.parametrize(
    "q", ["", "   ", "%", "'; DROP TABLE chunk; --", "a" * 5_000, "词 " * 5_000, "\u0000x", "😀"]
)
async def test_any_question_gets_an_answer(acme: Workspace, q: str) -> None:
    answer = await acme.request("GET", "search", params={"q": q})
    assert answer.status_code < 500


async def test_limits_are_refused_beyond_reason(acme: Workspace) -> None:
    for limit in ("0", "-1", "51", "1e9", "x"):
        assert await acme.status("GET", f"search?q=a&limit={limit}") in {400, 422}


@pytest.mark.parametrize(
    ("written", "typed", "meant"),
    [
        ("They want a quote for two zeppelins", "zepelins quote", "zeppelins quote"),
        ("拜访华联，要20台泵", "华连要泵", "华联要泵"),
    ],
)
async def test_what_was_meant_is_told_to_who_sees_it_written(
    acme: Workspace, job_database: Any, written: str, typed: str, meant: str
) -> None:
    omar = await acme.member("rep", "Omar")
    await visit(acme, written)
    await work(job_database, FOLLOW_UP, {}, acme.workspace_id)
    for path in ("search", "search/suggestions"):
        assert (await acme.get(path, q=typed))["did_you_mean"] == meant
        assert (await omar.get(path, q=typed))["did_you_mean"] == ""
    assert (await acme.get("search", q=meant))["did_you_mean"] == ""
    assert f"“{meant}”" in (await Surfer(acme.owner).fetch(f"search?q={typed}")).text
    [told] = await say(acme, f"/find {typed}")
    assert written in (await press(acme, button(told, "find_meant")))[0]["text"]

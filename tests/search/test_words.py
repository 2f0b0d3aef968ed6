"""Words find what was written: at once, in one's own workspace, slips of the pen forgiven."""

import math
from collections import Counter
from uuid import UUID

import pytest

from kernel.batch import WriteBatch
from kernel.ids import uuid7
from kernel.sql import Args
from search.evaluation.scratch import Scratch
from search.indexing import Text, reindex_parts, remove_parts, rescope_parts
from search.lexical import query, weights
from search.lexical.query import Hit, by_words
from search.lexical.weights import B_HAN, K1, K1_HAN, B, heard, weigh
from search.scope import Where, anything
from search.text.tokens import query_terms, terms

pytestmark = pytest.mark.anyio

NOTES = [
    "Visited Acme, they want a quote for two cranes",
    "Acme asked for delivery of the cranes in May",
    "Lunch with Globex, nothing new",
    "客户要求报价，交货期五月",
    "客户说价格太高，下周再谈报价",
    "Crane crane crane: the crane is late",
    "Sent the quote 13800138000 to Ada",
]


async def hits(notes: Scratch, q: str, where: Where = anything) -> list[Hit]:
    async with notes.work(commit=False) as uow:
        sounding = await heard(uow, notes.tenant_id, q)
        weighed = await weigh(uow, notes.tenant_id, query_terms(q), also=sounding)
        return await by_words(uow, notes.tenant_id, weighed, where=where)


async def found(notes: Scratch, q: str, where: Where = anything) -> list[UUID]:
    return [hit.record_id for hit in await hits(notes, q, where)]


def written(text: str, owner: UUID | None = None) -> Text:
    return Text(record_id=uuid7(), record_type="activity", text=text, owner_id=owner)


def owned_by(member: UUID) -> Where:
    def where(args: Args, alias: str) -> str:
        return f"{alias}.owner_id = {args(member)}"

    return where


def bm25(texts: list[str], q: str) -> dict[int, float]:
    counts = [terms(text) for text in texts]
    lengths = [sum(count.values()) for count in counts]
    average = sum(lengths) / len(texts)
    k1, b = (K1_HAN, B_HAN) if "客" in q or "五" in q else (K1, B)
    scores: Counter[int] = Counter()
    covered: Counter[int] = Counter()
    whole = 0.0
    for term, weight in query_terms(q).items():
        df = max(sum(term in count for count in counts), 1)
        idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
        whole += idf if weight >= 1 else 0
        for i, count in enumerate(counts):
            if term in count:
                length = k1 * (1 - b + b * lengths[i] / average)
                scores[i] += weight * idf * (k1 + 1) * count[term] / (count[term] + length)
                covered[i] += idf if weight >= 1 else 0
    return {i: score * (1 + covered[i] / whole) for i, score in scores.items()}


@pytest.mark.parametrize("budget", [0, 5_000])
@pytest.mark.parametrize("q", ["quote for crane", "客户的报价", "acme 13800138000 五月"])
async def test_the_database_ranks_as_the_formula_does(
    notes: Scratch, q: str, budget: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    await notes.load([(str(i), "", text) for i, text in enumerate(NOTES)])
    monkeypatch.setattr(weights, "BUDGET", budget)
    expected = bm25(NOTES, q)
    ranked = {int(notes.texts[hit.record_id]): hit.score for hit in await hits(notes, q)}
    if budget:
        assert ranked == pytest.approx(expected)
    else:
        assert ranked.items() <= {i: pytest.approx(s) for i, s in expected.items()}.items()


async def test_what_is_written_is_found_before_any_statistics(notes: Scratch) -> None:
    note = written("A brand new Zeppelin")
    await notes.write(note)
    assert await found(notes, "zeppelins") == [note.record_id]


async def test_the_new_text_is_found_and_the_old_is_not(notes: Scratch) -> None:
    note = written("about zeppelins and cranes")
    await notes.write(note)
    batch = WriteBatch()
    batch.add("SELECT 1")
    changed = Text(record_id=note.record_id, record_type="activity", text="about cranes, balloons")
    reindex_parts(batch, notes.tenant_id, changed)
    async with notes.work() as uow:
        await batch.run(uow)
    assert await found(notes, "zeppelin") == []
    assert await found(notes, "balloon") == await found(notes, "crane") == [note.record_id]


async def test_deleted_leaves_nothing_behind(notes: Scratch) -> None:
    note = written("a zeppelin. " * 300)
    await notes.write(note, written("another zeppelin"))
    batch = WriteBatch()
    batch.add("SELECT 1")
    remove_parts(batch, notes.tenant_id, note.record_id)
    async with notes.work() as uow:
        await batch.run(uow)
        left = await uow.fetchval(
            "SELECT count(*) FROM search_term s WHERE s.tenant_id = $1", notes.tenant_id
        )
    assert left == 2
    assert note.record_id not in await found(notes, "zeppelin")
    await notes.fold()
    async with notes.work(commit=False) as uow:
        df = await uow.fetchval(
            "SELECT t.df FROM term_stats t WHERE t.tenant_id = $1 AND t.term = 'zeppelin'",
            notes.tenant_id,
        )
    assert df == 1


async def test_another_firms_words_are_never_found(notes: Scratch, their_notes: Scratch) -> None:
    await their_notes.load([("theirs", "", "planted xylograph7q and the xylographic secret")])
    await notes.load([("ours", "", "nothing of the kind")])
    for q in ("xylograph7q", "xylographic", "xylographik", "secret"):
        assert await found(notes, q) == []
        async with notes.work(commit=False) as uow:
            assert await found(their_notes, q)
            weighed = await weigh(uow, notes.tenant_id, query_terms(q), unfinished="xylo")
        assert set(weighed.terms) == set(query_terms(q))


async def test_a_member_with_few_rows_still_finds_them(
    notes: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "POOL", 20)
    me, other = uuid7(), uuid7()
    mine = [written("one crane among many other words that make it long", me) for _ in range(3)]
    await notes.write(*[written("crane crane", other) for _ in range(400)])
    await notes.write(*mine)
    assert set(await found(notes, "crane", owned_by(me))) == {note.record_id for note in mine}
    assert len(await found(notes, "crane", owned_by(other))) == 100


async def test_a_reassigned_record_is_found_by_its_new_owner(notes: Scratch) -> None:
    me, other = uuid7(), uuid7()
    note = written("a zeppelin", me)
    await notes.write(note)
    batch = WriteBatch()
    batch.add("SELECT 1")
    rescope_parts(batch, notes.tenant_id, note.record_id, owner_id=other, team_id=None)
    async with notes.work() as uow:
        await batch.run(uow)
    assert await found(notes, "zeppelin", owned_by(me)) == []
    assert await found(notes, "zeppelin", owned_by(other)) == [note.record_id]


@pytest.mark.parametrize("typed", ["quotw", "qoute", "delivary", "mey", "deliverry"])
async def test_a_slip_of_the_pen_is_forgiven(notes: Scratch, typed: str) -> None:
    await notes.load([(str(i), "", text) for i, text in enumerate(NOTES)])
    assert bool(await found(notes, typed)) is (len(typed) > 3)


async def test_chinese_is_found_as_it_sounds(notes: Scratch) -> None:
    await notes.load(
        [("zh", "", "拜访华联，要二十台泵"), ("en", "", "visited Nora"), ("x", "", "花了联")]
    )
    for typed in ("hualian", "hua lian", "HuaLian bengye"):
        best, *_ = await found(notes, typed)
        assert notes.texts[best] == "zh"
    assert await found(notes, "change") == []


async def test_a_name_in_the_title_counts_more(notes: Scratch) -> None:
    await notes.load([("in text", "Lunch", "with Ada"), ("in title", "Ada", "went to lunch")])
    best, *_ = await found(notes, "ada")
    assert notes.texts[best] == "in title"


async def test_the_postings_are_read_from_the_index_alone(notes: Scratch) -> None:
    async with notes.work(commit=False) as uow:
        definition = await uow.fetchval("SELECT pg_get_indexdef('pk_search_term'::regclass)")
    assert "(tenant_id, term, n) INCLUDE (tf, length)" in definition

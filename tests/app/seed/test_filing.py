from collections import Counter, defaultdict

import pytest

from app.seed.columns import COLUMNS
from app.seed.filing import KINDS
from app.seed.fill import Filling
from app.seed.outsiders import Outsider
from app.seed.shelf import Shelf
from app.seed.world import workspaces


class Tables:
    """Keeps what is copied, as dicts by table."""

    def __init__(self) -> None:
        self.rows = defaultdict(list)

    async def copy_records_to_table(self, table, *, records, columns) -> None:
        self.rows[table] += [dict(zip(columns, record, strict=True)) for record in records]


@pytest.fixture
async def filed(now):
    workspace = next(workspaces("small", "zh", seed=5, now=now))
    tables = Tables()
    columns = COLUMNS | {kind.name: kind.columns for kind in KINDS}
    tags = dict.fromkeys(workspace.tags, workspace.id)
    somebody = Outsider("partner@hualian.example", workspace.id, "Li")
    filling = Filling(workspace, Shelf(tables, columns), tags, somebody)
    await filling.run(lambda _count: None)
    return tables.rows


async def test_every_record_has_its_anchor_its_event_and_its_text(filed) -> None:
    anchors = {row["id"]: row["type"] for row in filed["record"]}
    for kind in ("company", "contact", "activity", "task", "deal", "lead", "product"):
        assert {row["id"] for row in filed[kind]} == {i for i, t in anchors.items() if t == kind}
    assert {row["record_id"] for row in filed["event"]} == set(anchors)
    assert {row["record_id"] for row in filed["chunk"]} == set(anchors)
    assert {row["from_id"] for row in filed["link"]} <= set(anchors)
    assert {row["to_id"] for row in filed["link"]} <= set(anchors)


async def test_a_customer_knows_when_it_was_last_seen_and_will_be_next(filed) -> None:
    happened = {row["id"]: row["happened_at"] for row in filed["activity"]}
    due = {row["id"]: row["due_at"] for row in filed["task"] if row["status"] == "open"}
    seen, planned = defaultdict(list), defaultdict(list)
    for link in filed["link"]:
        if link["from_id"] in happened:
            seen[link["to_id"]].append(happened[link["from_id"]])
        if link["from_id"] in due:
            planned[link["to_id"]].append(due[link["from_id"]])
    for customer in (*filed["company"], *filed["contact"]):
        assert customer["last_activity_at"] == max(seen[customer["id"]], default=None)
        assert customer["next_action_at"] == min(planned[customer["id"]], default=None)
    assert seen
    assert planned


async def test_what_was_agreed_and_is_to_come_is_a_task_of_its_activity(filed, now) -> None:
    agreed = {
        row["id"]: row for row in filed["activity"] if row["next_at"] and row["next_at"] > now
    }
    tasks = {row["origin_id"]: row for row in filed["task"] if row["origin_id"]}
    assert set(tasks) == set(agreed)
    assert all(tasks[key]["title"] == agreed[key]["next_step"] for key in agreed)


async def test_the_statistics_of_words_are_those_of_the_postings(filed) -> None:
    found = Counter(row["term"] for row in filed["search_term"])
    assert {row["term"]: row["df"] for row in filed["term_stats"]} == found
    totals = filed["search_totals"][0]
    assert totals["chunks"] == len(filed["chunk"])
    assert totals["length"] == sum(row["length"] for row in filed["chunk"])


async def test_nobody_is_reminded_again_of_what_is_late(filed, now) -> None:
    for task in filed["task"]:
        if task["status"] == "open" and task["remind_at"] <= now:
            assert task["reminded_at"] == task["remind_at"]
        elif task["status"] == "open":
            assert task["reminded_at"] is None


async def test_addresses_are_kept_in_comparable_form_once(filed) -> None:
    emails = [row["value"] for row in filed["identity"] if row["kind"] == "email"]
    assert len(set(emails)) == len(emails) > 0
    assert all(row["value"] for row in filed["identity"])


async def test_a_firm_has_a_pipeline_that_lives(filed, now) -> None:
    deals = filed["deal"]
    kinds = Counter(deal["status"] for deal in deals)
    assert min(kinds["open"], kinds["won"], kinds["lost"]) > 3
    stages = {stage["id"]: stage for stage in filed["stage"]}
    assert {stages[deal["stage_id"]]["kind"] for deal in deals} == {"open", "won", "lost"}
    assert all(deal["amount_base"] is not None for deal in deals)
    assert any(deal["next_action_at"] for deal in deals)
    places = [(deal["stage_id"], deal["rank"]) for deal in deals]
    assert len(set(places)) == len(places)
    open_spans = Counter(s["deal_id"] for s in filed["deal_stage_span"] if s["to_at"] is None)
    assert open_spans == {deal["id"]: 1 for deal in deals}
    assert {lead["status"] for lead in filed["lead"]} >= {"new", "working", "converted"}
    assert all(deal["stage_entered_at"] <= now for deal in deals)

"""What no line of the product may do, whoever writes it."""

import re

import pytest

from tests.layout.sources import (
    ROOT,
    calls,
    imports,
    product_files,
    python_files,
    shown,
    texts,
    unguarded_inserts,
)

KERNEL = ROOT / "platform" / "kernel"
MIGRATIONS = ROOT / "deploy" / "migrations"
# The queue lives in a schema of its own and belongs to no workspace: it stays on one machine.
# The queue's own bell: it lies in one database of a cluster.
QUEUE = {
    MIGRATIONS / "versions" / name
    for name in (
        "0001_queue.py",
        "0047_one_index_for_each_question.py",
        "0057_bell_after_commit.py",
    )
}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
# The tenancy function itself lives in the kernel and the first migration.
SESSION_SETTING = re.compile(r"(?i)\bset_config\s*\(|\bSET\s+SESSION\b")
NOT_ON_A_CLUSTER = re.compile(
    r"(?i)\bON\s+DELETE\s+SET\s+NULL\b|\bCREATE\s+(OR\s+REPLACE\s+)?TRIGGER\b"
    r"|\bGENERATED\s+(ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\bCREATE\s+TABLE\b[^;]*\b(BIG|SMALL)?SERIAL\b"
)


def test_only_the_kernel_commits():
    found = [
        shown(path, line)
        for path in product_files()
        if KERNEL not in path.parents
        for line, name in calls(path)
        if name.endswith(".commit")
    ]
    assert found == []


def test_only_the_kernels_clock_tells_the_time():
    found = [
        shown(path, line)
        for path in product_files()
        if path != KERNEL / "clock.py"
        for line, name in calls(path)
        if name.removeprefix("datetime.") in CLOCKS or name in CLOCKS
    ]
    assert found == []


def test_only_the_kernel_makes_identifiers():
    found = [
        shown(path, line)
        for path in product_files()
        if path != KERNEL / "ids.py"
        for line, module, name in imports(path)
        if module.split(".")[0] == "uuid_utils" or (module, name[:4]) == ("uuid", "uuid")
    ]
    found += [
        shown(path, line)
        for path in product_files()
        if path != KERNEL / "ids.py"
        for line, name in calls(path)
        if re.fullmatch(r"uuid\.uuid[1-8]", name)
    ]
    assert found == []


def test_no_setting_outlives_its_transaction():
    found = [
        shown(path, line)
        for path in [*product_files(), *python_files(MIGRATIONS)]
        for line, text in texts(path)
        if SESSION_SETTING.search(text)
    ]
    assert found == []


def test_an_insert_from_a_select_names_its_conflict_or_returns_its_rows():
    found = [
        f"{shown(path, line)}: {insert}"
        for path in [*product_files(), *python_files(MIGRATIONS)]
        for line, text in texts(path)
        for insert in unguarded_inserts(text)
    ]
    assert found == []


def test_tables_use_nothing_that_a_cluster_refuses():
    found = [
        f"{shown(path, line)}: {match[0]}"
        for path in [*product_files(), *python_files(MIGRATIONS)]
        if path not in QUEUE
        for line, text in texts(path)
        if (match := NOT_ON_A_CLUSTER.search(text))
    ]
    found += [
        shown(path, line)
        for path in product_files()
        for line, text in texts(path)
        if text.upper() == "SET NULL"
    ]
    assert found == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tagging (tenant_id, tag_id) SELECT tenant_id, id FROM tag",
        "WITH a AS (INSERT INTO event SELECT 1 RETURNING id) INSERT INTO link\nSELECT * FROM a",
        "insert into {} ({}) select * from x",
    ],
)
def test_an_unguarded_insert_is_seen(sql):
    assert unguarded_inserts(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tag (tenant_id, id) VALUES ($1, $2)",
        "INSERT INTO tag (tenant_id, id) SELECT $1, $2 ON CONFLICT DO NOTHING",
        "INSERT INTO tag SELECT 1 RETURNING id",
        "WITH a AS (INSERT INTO tag (id) VALUES (1)) SELECT * FROM a",
    ],
)
def test_a_guarded_insert_passes(sql):
    assert not unguarded_inserts(sql)

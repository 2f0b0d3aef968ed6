"""What is broken on purpose, one at a time, and the tests that must notice."""

from typing import Final

import msgspec


class Edit(msgspec.Struct, frozen=True):
    """In `path`, every `old` becomes `new`; one that is not there is stale."""

    path: str
    old: str
    new: str


class Mutant(msgspec.Struct, frozen=True, kw_only=True):
    """`sql` is run by the administrator after the migrations; `tests` must turn red."""

    name: str
    edits: tuple[Edit, ...] = ()
    sql: str = ""
    tests: tuple[str, ...]


CATALOGUE: Final = "tests/gates/test_catalogue.py"
MATRIX: Final = "tests/gates/test_isolation_matrix.py"
ROUTES: Final = "tests/gates/test_routes.py"
RULES: Final = "tests/gates/test_rules.py"
SIGHT: Final = "tests/gates/test_sight.py"
TRANSACTIONS: Final = "tests/gates/test_transactions.py"
BAD_INPUT: Final = "tests/gates/test_bad_input.py"
MACHINE: Final = "tests/gates/test_state_machine.py"

IN_PATHS: Final = f"{MATRIX}::test_every_id_in_a_path_is_seen_by_those_who_may_alone"
IN_BODIES: Final = f"{MATRIX}::test_every_id_in_a_body_is_refused_unless_it_is_seen"
IN_LISTS: Final = f"{MATRIX}::test_every_list_and_every_creation_is_for_those_who_may_alone"
OUTCOMES: Final = f"{TRANSACTIONS}::test_an_answer_says_what_was_stored"
CSRF: Final = f"{ROUTES}::test_no_change_is_made_for_a_browser_without_our_token"

PIPELINE: Final = "tenants/access/pipeline.py"
LOOKUP: Final = "tenants/access/lookup.py"
TRANSACTION: Final = "platform/kernel/transaction.py"
RECORDS: Final = "platform/crm/records"


def edit(name: str, path: str, old: str, new: str, *tests: str) -> Mutant:
    return Mutant(name=name, edits=(Edit(path, old, new),), tests=tests)


def sql(name: str, sql: str, *tests: str) -> Mutant:
    return Mutant(name=name, sql=sql, tests=tests or (CATALOGUE,))


DATABASE: Final = (
    sql("drop FORCE", "ALTER TABLE contact NO FORCE ROW LEVEL SECURITY"),
    sql("drop row-level security", "ALTER TABLE activity DISABLE ROW LEVEL SECURITY"),
    sql("drop a policy", "DROP POLICY contact_workspace ON contact"),
    sql("open a policy", "ALTER POLICY task_workspace ON task USING (true)"),
    sql("open a policy for writing", "ALTER POLICY tag_workspace ON tag WITH CHECK (true)"),
    sql("add a second policy", "CREATE POLICY all_of_it ON company FOR SELECT USING (true)"),
    sql(
        "plain foreign key",
        "ALTER TABLE record ADD CONSTRAINT plain_key UNIQUE (id); "
        "ALTER TABLE link ADD CONSTRAINT plain FOREIGN KEY (to_id) REFERENCES record (id)",
    ),
    sql("global unique key", "CREATE UNIQUE INDEX global_name ON tag (name)"),
    sql("a table without a wall", "CREATE TABLE stray (tenant_id uuid, id uuid PRIMARY KEY)"),
    sql("rewrite history", "GRANT UPDATE, DELETE ON event TO guanxi_app"),
    sql("read the tokens", "GRANT SELECT ON session TO guanxi_app"),
    sql("empty a table", "GRANT TRUNCATE ON company TO guanxi_app"),
    sql("owner among the servers", "GRANT guanxi_owner TO guanxi_worker"),
    sql(
        "lookup without a search_path",
        "ALTER FUNCTION auth_lookup(bytea, text) RESET search_path",
    ),
    sql("lookup for everybody", "GRANT EXECUTE ON FUNCTION auth_lookup(bytea, text) TO PUBLIC"),
    sql("a view past the wall", "CREATE VIEW everyone AS SELECT * FROM contact"),
    edit(
        "session-level setting",
        "platform/kernel/rls.py",
        "SET LOCAL app.tenant_id",
        "SET app.tenant_id",
        f"{TRANSACTIONS}::test_a_workspace_that_was_set_is_gone_with_its_transaction",
    ),
    edit(
        "session-level setting behind PgBouncer",
        "platform/kernel/rls.py",
        "SET LOCAL app.tenant_id",
        "SET app.tenant_id",
        "tests/app/test_pgbouncer.py",
    ),
)

COMMITS: Final = (
    edit(
        "swallowed SQL error commits",
        TRANSACTION,
        'if tag != "COMMIT":',
        "if False:",
        OUTCOMES,
    ),
    edit(
        "swallowed commit error",
        TRANSACTION,
        "            if commit:\n                raise\n",
        "",
        OUTCOMES,
    ),
    edit(
        "commit before the answer is written",
        "platform/kernel/http.py",
        "        try:\n            response = await super()",
        '        await request.scope["state"]["uow"].finish(commit=True)\n'
        "        try:\n            response = await super()",
        OUTCOMES,
    ),
    edit(
        "nothing is closed",
        PIPELINE,
        '            if not state["uow"].done:\n',
        "            if False:\n",
        f"{TRANSACTIONS}::test_who_hangs_up_leaves_nothing_behind",
        OUTCOMES,
    ),
    edit(
        "one unit of work, two workspaces",
        TRANSACTION,
        "if self.tenant_id not in (None, tenant_id):",
        "if False:",
        f"{TRANSACTIONS}::test_a_unit_of_work_belongs_to_one_workspace",
    ),
    edit(
        "idempotency claim off",
        PIPELINE,
        "    await claim.take(uow)\n",
        "",
        f"{TRANSACTIONS}::test_ten_of_the_same_request_are_one",
    ),
    edit(
        "idempotency forgets the request",
        "platform/kernel/idempotency.py",
        'if row["request_hash"] != self.hash:',
        "if False:",
        f"{TRANSACTIONS}::test_a_key_is_for_one_request_in_one_firm",
    ),
    Mutant(
        name="lost update",
        edits=(
            Edit(f"{RECORDS}/reading.py", "_LOCKED if lock else ''", "''"),
            Edit(f"{RECORDS}/writing.py", " AND version = :known_version ", " "),
        ),
        tests=(f"{TRANSACTIONS}::test_of_ten_who_edit_one_version_one_does",),
    ),
    edit(
        "row lock removed",
        f"{RECORDS}/reading.py",
        "_LOCKED if lock else ''",
        "''",
        f"{TRANSACTIONS}::test_edits_of_different_fields_at_once_are_all_kept",
    ),
    edit(
        "version unchecked",
        f"{RECORDS}/service.py",
        'if version is not None and row["version"] != version:',
        "if False:",
        f"{TRANSACTIONS}::test_of_ten_who_edit_one_version_one_does",
    ),
    edit(
        "derived moments forgotten",
        "platform/crm/activities/task/service.py",
        "await derive(self.uow",
        "0 and await derive(self.uow",
        MACHINE,
    ),
)

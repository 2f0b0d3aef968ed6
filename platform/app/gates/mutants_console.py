"""Broken on purpose: the operators' door, what they see, and what a visit may."""

from typing import Final

from app.gates.mutants import LOOKUP, Edit, Mutant, edit, sql

DOOR: Final = "tests/app/console/test_door.py"
WORKSPACES: Final = "tests/app/console/test_workspaces.py"
VISITS: Final = "tests/app/console/test_visits.py"
MONEY: Final = "tests/app/console/test_money.py"
PEOPLE: Final = "platform/app/console/people/service.py"
VISITING: Final = "tenants/access/visiting.py"

CONSOLE: Final = (
    edit(
        "console: anybody's cookie opens it",
        PEOPLE,
        "s.token_hash = $1 AND s.expires_at > $2",
        "$1::bytea IS NOT NULL AND s.expires_at > $2",
        f"{DOOR}::test_an_operator_sees_all_workspaces_and_members_of_them_see_nothing_of_it",
    ),
    edit(
        "console: no code is asked for",
        PEOPLE,
        'return step is not None and bool(await work.execute(_STEP, row["id"], step))',
        "return True",
        f"{DOOR}::test_password_and_code_are_both_needed_and_a_code_opens_once",
    ),
    edit(
        "console: a code opens twice",
        PEOPLE,
        "(o.totp_last_step IS NULL OR o.totp_last_step < $2)",
        "true",
        f"{DOOR}::test_password_and_code_are_both_needed_and_a_code_opens_once",
    ),
    edit(
        "console: whoever was closed stays in",
        PEOPLE,
        "AND o.id = s.operator_id AND o.closed_at IS NULL\nRETURNING",
        "AND o.id = s.operator_id\nRETURNING",
        f"{DOOR}::test_idle_or_closed_one_is_out",
    ),
    edit(
        "console: an operator's session opens workspaces",
        LOOKUP,
        "WHERE v.token_hash = p_hash AND v.ended_at IS NULL",
        "WHERE (v.token_hash = p_hash OR s.token_hash = p_hash) AND v.ended_at IS NULL",
        f"{VISITS}::test_an_operators_cookie_alone_opens_nothing_during_a_visit_either",
    ),
    # The two that follow are held twice: by the workspace and the member, by method and right.
    Mutant(
        name="console: a visit opens every workspace",
        edits=(
            Edit(LOOKUP, "w.id = v.workspace_id AND w.slug = p_slug", "w.slug = p_slug"),
            Edit(LOOKUP, "m.tenant_id = w.id AND m.id = v.member_id", "m.tenant_id = w.id"),
        ),
        tests=(f"{VISITS}::test_a_visit_looks_around_under_a_banner_and_the_workspace_reads_why",),
    ),
    edit(
        "console: a visit never ends",
        LOOKUP,
        "v.ended_at IS NULL AND v.ends_at > now()",
        "true",
        f"{VISITS}::test_a_visit_ends_by_the_clock_by_the_button_and_with_the_session",
    ),
    Mutant(
        name="console: whoever looks changes things",
        edits=(
            Edit(VISITING, "        raise LookingOnly", "        pass"),
            Edit(VISITING, 'if action == "export" else visit.changes', "or bool(action)"),
        ),
        tests=(f"{VISITS}::test_whoever_only_looks_changes_nothing",),
    ),
    edit(
        "console: a visit reaches passwords and keys",
        VISITING,
        "if house.startswith(SHUT) or",
        "if",
        f"{VISITS}::test_passwords_keys_payment_and_exports_stay_shut",
    ),
    edit(
        "console: nothing is told to the workspace",
        "platform/app/console/visits/service.py",
        'await note(work, actor, "visit", id, "began", after=after)',
        "pass",
        f"{VISITS}::test_a_visit_looks_around_under_a_banner_and_the_workspace_reads_why",
    ),
    edit(
        "console: no reason is needed",
        "platform/app/console/deeds/service.py",
        "    if not reason:",
        "    if False:",
        f"{WORKSPACES}::test_nothing_is_done_without_a_reason",
    ),
    edit(
        "a workspace is removed before its owners were told twice",
        "platform/app/operating/workspaces.py",
        'if row["status"] != "deleted" and not told:',
        "if False:",
        "tests/app/test_operating.py::test_owners_are_told_twice_before_their_workspace_is_removed",
    ),
    edit(
        "console: overdue revenue is forgotten",
        "billing/revenue/service.py",
        'bought.status in {"active", "past_due"}',
        'bought.status == "active"',
        f"{MONEY}::test_every_month_is_as_reckoned_one_by_one",
    ),
    edit(
        "console: whoever shrinks has churned",
        "billing/revenue/figures.py",
        "coalesce(sum(y.a) FILTER (WHERE y.b = 0), 0)::bigint AS churned",
        "coalesce(sum(y.a) FILTER (WHERE y.b < y.a), 0)::bigint AS churned",
        f"{MONEY}::test_every_month_is_as_reckoned_one_by_one",
    ),
    sql("console: the operator reads names", "GRANT SELECT ON contact TO guanxi_operator"),
    sql(
        "console: the operator sees the rows of a further table",
        "CREATE POLICY note_operator ON activity FOR SELECT TO guanxi_operator USING (true)",
    ),
    sql("console: the operator inherits", "GRANT guanxi_app TO guanxi_operator WITH INHERIT TRUE"),
)

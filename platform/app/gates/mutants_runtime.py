"""Broken on purpose: how long one is let in, how much one may ask, and whose turn it is."""

from typing import Final

from app.gates.mutants import LOOKUP, PIPELINE, edit

ALLOWANCE: Final = "tests/tenants/test_allowance.py"
SESSIONS: Final = "tests/tenants/test_sessions.py"
TURNS: Final = "tests/app/test_turns.py"
STANDING: Final = "tests/tenants/test_standing.py"

RUNTIME: Final = (
    edit(
        "idle sessions open",
        LOOKUP,
        " AND s.idle_ends_at > now()",
        "",
        f"{SESSIONS}::test_a_session_that_lay_idle_is_over",
    ),
    edit(
        "idle sessions revive",
        "tenants/access/presence.py",
        "h.idle_ends_at > m.at",
        "true",
        f"{SESSIONS}::test_what_was_idle_for_too_long_is_not_revived",
    ),
    edit(
        "a lost role still writes",
        PIPELINE,
        'uow.demands["standing"] = demand_of(principal)',
        "pass",
        f"{STANDING}::test_a_right_that_was_taken_first_is_gone",
    ),
    edit(
        "no limit of calls",
        "platform/kernel/allowance.py",
        "if count.shared + count.fresh + cost > max(limit, cost):",
        "if False:",
        f"{ALLOWANCE}::test_who_asks_too_often_waits_and_is_told_how_long",
    ),
    edit(
        "each process has its own limit",
        "platform/kernel/allowance.py",
        'count.shared = row["count"]',
        "count.shared += fresh",
        f"{ALLOWANCE}::test_two_processes_keep_one_limit_nearly",
    ),
    edit(
        "first come, all served first",
        "platform/app/turns.py",
        'self._crowded = rows[0]["due"] >= GLANCE',
        "self._crowded = False",
        TURNS,
    ),
    edit(
        "one workspace has all hands",
        "platform/app/turns.py",
        "WHERE r.turn <= {OF_ONE}",
        "WHERE true",
        TURNS,
    ),
)

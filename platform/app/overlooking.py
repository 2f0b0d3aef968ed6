"""What the operator's role may read of all workspaces: how each does, and no content."""

from collections.abc import Iterator
from typing import Final

from kernel import rls

# Of workspaces' own tables, each with a policy for reading and for these columns alone.
OVERLOOKED: Final[dict[str, str]] = {
    "membership": "tenant_id, id, person_id, role, status, name, seatless_from, created_at",
    "attachment": "tenant_id, id, size, deleted_at",
    "event": "tenant_id, id, at",
    "subscription": (
        "tenant_id, provider, version_id, interval, currency, quantity, status, trial_ends_at, "
        "period_end, ends_at, past_due_since, credit_minor"
    ),
    "revenue_span": "tenant_id, id, began_at, ended_at, phase, plan, currency, yearly_minor",
    "webhook": "tenant_id, id, active, failing_since",
    "webhook_delivery": (
        "tenant_id, id, webhook_id, event, state, attempts, error, created_at, tried_at"
    ),
}
# Of the deployment's.
_DEPLOYMENT: Final[dict[str, str]] = {
    "workspace": (
        "SELECT (id, slug, name, language, currency, status, created_at, ends_at, entitled, flags)"
    ),
    "person": "SELECT (id, name, email, closed_at)",
    "operator_account": "SELECT, UPDATE",
    "operator_session": "SELECT, INSERT, UPDATE, DELETE",
    "operator_deed": "SELECT, INSERT",
    "operator_visit": "SELECT, INSERT, UPDATE (ended_at)",
    "feature": "SELECT, INSERT, UPDATE",
    "rate_limit": "SELECT, DELETE",
    "plan": "SELECT",
    "plan_version": "SELECT, INSERT",
    "plan_price": "SELECT, INSERT",
    "plan_entitlement": "SELECT, INSERT",
    "billing_event": "SELECT, UPDATE (state, error, processed_at)",
    "billing_drift": "SELECT",
    "delivery": (
        "SELECT (id, channel, destination, state, attempts, due_at, workspace_id, last_error), "
        "UPDATE (state, attempts, due_at)"
    ),
    "bot_inbox": (
        "SELECT (id, channel, bot_id, chat_id, state, attempts, received_at, error), "
        "UPDATE (state, attempts)"
    ),
    "queue.pgqueuer": (
        "SELECT, INSERT (priority, entrypoint, payload, execute_after, headers, status), UPDATE "
        "(status, attempts, execute_after, updated, heartbeat, queue_manager_id, slot)"
    ),
    "queue.pgqueuer_log": "SELECT, INSERT",
}


def policy_of(table: str) -> str:
    """The name of the policy by which the operator's role reads the table."""
    return f"{table}_operator"


def statements() -> Iterator[str]:
    """What `guanxi migrate` says; the role becomes the servers' one where it steps inside."""
    yield f"GRANT {rls.APP} TO {rls.OPERATOR}"
    yield f"GRANT USAGE ON SCHEMA queue TO {rls.OPERATOR}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA queue TO {rls.OPERATOR}"
    for table, columns in OVERLOOKED.items():
        yield f"DROP POLICY IF EXISTS {policy_of(table)} ON {table}"
        yield (
            f"CREATE POLICY {policy_of(table)} ON {table} FOR SELECT TO {rls.OPERATOR} USING (true)"
        )
        yield f"REVOKE ALL ON {table} FROM {rls.OPERATOR}"
        yield f"GRANT SELECT ({columns}) ON {table} TO {rls.OPERATOR}"
    for table, rights in _DEPLOYMENT.items():
        yield f"REVOKE ALL ON {table} FROM {rls.OPERATOR}"
        yield f"GRANT {rights} ON {table} TO {rls.OPERATOR}"

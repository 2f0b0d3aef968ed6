"""The second wall: row-level security derived from the tables, and the grants beside it."""

from collections.abc import Iterator

APP = "guanxi_app"
WORKER = "guanxi_worker"
AUTH = "guanxi_auth"
RESTORE = "guanxi_restore"
OPERATOR = "guanxi_operator"
ALL = "SELECT, INSERT, UPDATE, DELETE"

# No sub-select and typed: a text comparison is a sequential scan, and Citus refuses the former.
POLICY = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid"

SET_TENANT = """
CREATE OR REPLACE FUNCTION set_tenant(t uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('SET LOCAL app.tenant_id = %L', t); END $$
"""


def protect(table: str, *, grants: str = ALL, force: bool = True) -> Iterator[str]:
    """The statements that wall a workspace's table; `force` is off on Citus only."""
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    if force:
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY {table}_workspace ON {table} USING ({POLICY}) WITH CHECK ({POLICY})"
    yield from grant(table, grants)


def grant(table: str, grants: str) -> Iterator[str]:
    """Rights of the app and of the role that seeds, backs up and restores."""
    if grants:
        yield f"GRANT {grants} ON {table} TO {APP}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON {table} TO {RESTORE}"

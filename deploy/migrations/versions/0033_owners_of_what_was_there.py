"""Owners of what was there before spans were kept."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# From when the owner is the owner: the last change of hands that was written down, or its making.
OPEN = """
INSERT INTO ownership_span (tenant_id, id, record_id, record_type, owner_id, started_at, cause,
                            actor_id)
SELECT firm, gen_random_uuid(), a.id, '{type}', a.owner_id, coalesce(h.at, a.created_at),
    CASE WHEN h.at IS NULL THEN 'create' ELSE 'transfer' END, h.actor_id
FROM {type} a LEFT JOIN LATERAL (
    SELECT e.at, e.actor_id FROM event e
    WHERE e.tenant_id = firm AND e.record_id = a.id AND e.action <> 'created'
        AND e.after -> 'owner_id' IS NOT NULL
    ORDER BY e.tenant_id, e.record_id, e.at DESC, e.id DESC LIMIT 1) h ON TRUE
WHERE a.tenant_id = firm AND a.owner_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM ownership_span s WHERE s.tenant_id = firm AND s.record_id = a.id)
ON CONFLICT (tenant_id, record_id) WHERE ended_at IS NULL DO NOTHING;
"""


# Firm by firm, for the tables' owner is inside the wall too.
FILL = f"""
DO $do$ DECLARE firm uuid;
BEGIN FOR firm IN SELECT w.id FROM workspace w LOOP
    EXECUTE format('SET LOCAL app.tenant_id = %L', firm);
    {OPEN.format(type="company")}
    {OPEN.format(type="lead")}
END LOOP; END $do$
"""


def upgrade() -> None:
    op.execute(FILL)


def downgrade() -> None:
    """What is known of owners stays true."""

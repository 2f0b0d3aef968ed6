"""What a workspace uses, counted where it lies: the truth behind the meters."""

from typing import Final

# A seat is an active member, or an open invitation, with a role that may more than look.
# NULL is for what nobody can count afterwards: its meter is the truth.
COUNTED: Final = """
CREATE OR REPLACE FUNCTION counted(t uuid, what text, at timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
    CASE what
    WHEN 'contacts' THEN
        RETURN (SELECT count(*) FROM contact c WHERE c.tenant_id = t AND c.deleted_at IS NULL);
    WHEN 'storage' THEN
        RETURN (SELECT coalesce(sum(f.size), 0) FROM attachment f WHERE f.tenant_id = t
                AND f.deleted_at IS NULL);
    WHEN 'bots' THEN
        RETURN (SELECT count(*) FROM bot_account b WHERE b.workspace_id = t);
    WHEN 'seats' THEN
        RETURN (SELECT count(*) FROM membership m
                WHERE m.tenant_id = t AND m.status = 'active' AND pays_seat(t, m.role)
                  AND (m.seatless_from IS NULL OR m.seatless_from > at))
             + (SELECT count(*) FROM invitation i
                WHERE i.tenant_id = t AND i.accepted_at IS NULL AND i.revoked_at IS NULL
                  AND i.expires_at > at AND pays_seat(t, i.role));
    ELSE
        RETURN NULL;
    END CASE;
END $$
"""
PAYS_SEAT: Final = """
CREATE OR REPLACE FUNCTION pays_seat(t uuid, code text) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE kept jsonb;
BEGIN
    IF code = 'owner' THEN RETURN true; END IF;
    SELECT r.rights INTO kept FROM role r WHERE r.tenant_id = t AND r.code = pays_seat.code;
    IF kept IS NULL THEN RETURN code <> 'viewer'; END IF;
    RETURN jsonb_array_length(coalesce(kept->'settings', '[]')) > 0 OR EXISTS (
        SELECT 1 FROM jsonb_each(coalesce(kept->'records', '{}')) k (type, cells),
                      jsonb_each_text(k.cells) c (action, reach)
        WHERE c.action <> 'see' AND c.reach <> 'none');
END $$
"""
FUNCTIONS: Final = (PAYS_SEAT, COUNTED)

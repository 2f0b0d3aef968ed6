"""Whether who began a change may still make it, asked together with the COMMIT."""

from typing import Final
from uuid import UUID

from kernel.principal import Principal

# Raised by the function below; PostgreSQL reserves no class that begins with G.
LOST: Final = "GX403"

# The membership is held until the COMMIT that travels behind: a revocation that was committed
# first wins, one that comes later waits for these microseconds.
DEMAND_STANDING: Final = f"""
CREATE OR REPLACE FUNCTION demand_standing(t uuid, m uuid, r text) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM FROM membership x
    WHERE x.tenant_id = t AND x.id = m AND x.role = r AND x.status = 'active' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no longer % here', r USING ERRCODE = '{LOST}';
    END IF;
END $$
"""


def demand_of(principal: Principal) -> str:
    """The statement that fails where the principal has lost its role meanwhile."""
    tenant, member = UUID(str(principal.tenant_id)), UUID(str(principal.member_id))
    role = principal.role.replace("'", "''")
    return f"SELECT demand_standing('{tenant}', '{member}', '{role}')"

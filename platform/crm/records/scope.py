"""Who sees which rows: one rule, used by lists, counts, search, timelines and chat."""

from typing import Literal

from crm.records.types import open_types
from kernel.principal import Principal
from kernel.sql import Args


def visible(
    principal: Principal,
    args: Args,
    alias: str,
    *,
    seen_by: Literal["owner", "link", "all", "anchor", "either"] = "owner",
    record_id: str = "id",
) -> str:
    """The SQL condition under which `alias` (with owner_id and team_id) is visible.

    Unassigned does not mean visible. An activity (`link`) is visible to its author and to
    whoever sees one record that it links; what `all` see is visible. `anchor` reads the type
    from `alias.type`, `either` from `alias.record_type`.
    """
    if principal.scope == "all" or seen_by == "all":
        return "TRUE"
    owned = _owned(principal, args, alias, record_id)
    if seen_by == "owner":
        return f"({owned})"
    if seen_by == "anchor":
        return f"({owned} OR {alias}.type = ANY({args(open_types())}::text[]))"
    tenant = args(principal.tenant_id)
    linked = (
        f"EXISTS (SELECT 1 FROM link vl JOIN record vr "
        f"ON vr.tenant_id = {tenant} AND vr.id = vl.to_id "
        f"WHERE vl.tenant_id = {tenant} AND vl.from_id = {alias}.{record_id} "
        f"AND vl.kind = 'links' AND vr.deleted_at IS NULL "
        f"AND ({_owned(principal, args, 'vr', 'id')}))"
    )
    if seen_by == "either":
        public = f"{alias}.record_type = ANY({args(open_types())}::text[])"
        linked = f"(({alias}.record_type = 'activity' AND {linked}) OR {public})"
    return f"({owned} OR {linked})"


def _owned(principal: Principal, args: Args, alias: str, record_id: str) -> str:
    me = args(principal.member_id)
    # An array from a sub-select lets the planner combine indexes; EXISTS would scan the list.
    shared = (
        f"ARRAY(SELECT vs.record_id FROM share vs "
        f"WHERE vs.tenant_id = {args(principal.tenant_id)} AND vs.member_id = {me})"
    )
    condition = f"{alias}.owner_id = {me} OR {alias}.{record_id} = ANY({shared})"
    if principal.scope == "team" and principal.team_ids:
        condition += f" OR {alias}.team_id = ANY({args(list(principal.team_ids))}::uuid[])"
    return condition

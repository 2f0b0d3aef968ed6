"""What is shared with a member: a record by itself, and what goes along with its company."""

from crm.records.types import RecordType, record_types
from kernel import clock
from kernel.principal import Principal
from kernel.sql import Args

# A record (`vc`) that goes along with a shared one (`vp`) is the owner's of both, or the granter's:
# nobody shows what somebody else has.
_ALONG = """
JOIN record vp ON vp.tenant_id = {tenant} AND vp.id = vs.record_id AND vp.deleted_at IS NULL
JOIN link vk ON vk.tenant_id = {tenant} AND vk.to_id = vs.record_id AND vk.kind = {relation}
JOIN record vc ON vc.tenant_id = {tenant} AND vc.id = vk.from_id AND vc.type = ANY({names}::text[])
    AND vc.owner_id IN (vp.owner_id, vs.granted_by)
"""


def goes_along(names: list[str]) -> dict[str, list[str]]:
    """Of these types those that go along with what they point at, by the relation."""
    found: dict[str, list[str]] = {}
    for kind in record_types():
        for name, relation in kind.relations.items():
            if relation.goes_along and kind.name in names:
                found.setdefault(name, []).append(kind.name)
    return found


def along_with(kind: RecordType) -> list[str]:
    """The types whose records go along with those of this one."""
    return [
        other.name
        for other in record_types()
        for relation in other.relations.values()
        if relation.goes_along and relation.target == kind.name
    ]


def shared_with(
    principal: Principal, args: Args, names: list[str], *, column: str = "", record_id: str = ""
) -> str:
    """SELECT the ids of records of these types that are shared with the principal or their team.

    Or that `column` of the shares (`vs`), of one record alone.
    """
    one = f" AND vs.record_id = {record_id}" if record_id else ""
    found = _shares(principal, args, column or "vs.record_id", "", one)
    for relation, kinds in goes_along(names).items():
        joined = _ALONG.format(
            tenant=args(principal.tenant_id), relation=args(relation), names=args(kinds)
        )
        one = f" AND vc.id = {record_id}" if record_id else ""
        found += " UNION ALL " + _shares(
            principal, args, column or "vc.id", joined, f" AND vs.along{one}"
        )
    return found


def _shares(principal: Principal, args: Args, column: str, joined: str, narrower: str) -> str:
    tenant, now = args(principal.tenant_id), args(clock.now())
    live = f"(vs.expires_at IS NULL OR vs.expires_at > {now})"
    found = (
        f"SELECT {column} FROM share vs {joined}WHERE vs.tenant_id = {tenant} "
        f"AND vs.member_id = {args(principal.member_id)} AND {live}{narrower}"
    )
    if principal.team_id is not None:
        found += (
            f" UNION ALL SELECT {column} FROM team_share vs {joined}"
            f"WHERE vs.tenant_id = {tenant} "
            f"AND vs.team_id = {args(principal.team_id)} AND {live}{narrower}"
        )
    return found


def shared_by(principal: Principal, args: Args) -> str:
    """SELECT the ids of the records that the principal shares."""
    tenant, me, now = args(principal.tenant_id), args(principal.member_id), args(clock.now())
    return " UNION ALL ".join(
        f"SELECT vs.record_id FROM {table} vs WHERE vs.tenant_id = {tenant} "
        f"AND vs.granted_by = {me} AND (vs.expires_at IS NULL OR vs.expires_at > {now})"
        for table in ("share", "team_share")
    )


def share_level(principal: Principal, args: Args, kind: RecordType, alias: str) -> str:
    """The SQL of the level at which a row is shared with the principal: 1 read to 3 edit."""
    level = "CASE vs.level WHEN 'edit' THEN 3 WHEN 'comment' THEN 2 ELSE 1 END AS level"
    shares = shared_with(principal, args, [kind.name], column=level, record_id=f"{alias}.id")
    return f"(SELECT max(sl.level) FROM ({shares}) sl)"

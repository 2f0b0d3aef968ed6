"""One statement from a token to a principal: session or key, workspace and membership."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from kernel import clock
from kernel.entitled import enforcing, entitled_by
from kernel.principal import Principal, Via, Visit
from kernel.secret import digest
from kernel.transaction import UnitOfWork
from tenants.access.roles import OWNER, permissions_of, role_of
from tenants.access.visiting import rights_of_visit

# What the deployment switched, and over it what was switched for the workspace.
FLAGS = (
    "coalesce((SELECT jsonb_object_agg(f.code, f.is_on) FROM public.feature f), '{}') || w.flags"
)
# The only SECURITY DEFINER function. It reads what the app role cannot, answers for one token
# only, and binds the transaction to the workspace. A generic plan is right: no statistics matter.
AUTH_LOOKUP = f"""
CREATE OR REPLACE FUNCTION auth_lookup(p_hash bytea, p_slug text)
RETURNS TABLE (via text, session_id uuid, person_id uuid, tenant_id uuid, slug text,
    workspace text, currency text, member_id uuid, role text, team_id uuid, team_ids uuid[],
    name text, email text, verified boolean, language text, time_zone text, scopes text[],
    role_name text, role_about text, role_rights jsonb, role_veils jsonb, unindexed jsonb,
    shape_version bigint, entitled jsonb, seatless_from timestamptz, flags jsonb, visit jsonb)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    IF p_slug IS NULL THEN
        RETURN QUERY
        SELECT 'web'::text, s.id, p.id, w.id, w.slug, w.name, w.currency, m.id, m.role,
               m.team_id, m.team_ids, coalesce(nullif(m.name, ''), p.name), p.email,
               p.email_verified_at IS NOT NULL, p.language, p.time_zone, NULL::text[],
               r.name, r.about, r.rights, r.veils, w.unindexed, w.shape_version,
               w.entitled, m.seatless_from, {FLAGS}, NULL::jsonb
        FROM public.session s
        JOIN public.person p ON p.id = s.person_id AND p.closed_at IS NULL
        LEFT JOIN (public.membership m JOIN public.workspace w
                   ON w.id = m.tenant_id AND w.status = 'active')
               ON m.person_id = p.id AND m.status = 'active'
        LEFT JOIN public.role r ON r.tenant_id = m.tenant_id AND r.code = m.role
        WHERE s.token_hash = p_hash AND s.expires_at > now() AND s.idle_ends_at > now()
        ORDER BY w.created_at, w.id;
        RETURN;
    END IF;
    RETURN QUERY
    SELECT 'web'::text, s.id, p.id, w.id, w.slug, w.name, w.currency, m.id, m.role,
           m.team_id, m.team_ids, coalesce(nullif(m.name, ''), p.name), p.email,
           p.email_verified_at IS NOT NULL, p.language, p.time_zone, NULL::text[],
           r.name, r.about, r.rights, r.veils, w.unindexed, w.shape_version,
               w.entitled, m.seatless_from, {FLAGS}, NULL::jsonb
    FROM public.session s
    JOIN public.person p ON p.id = s.person_id AND p.closed_at IS NULL
    LEFT JOIN (public.workspace w JOIN public.membership m
               ON m.tenant_id = w.id AND m.status = 'active')
           ON w.slug = p_slug AND w.status = 'active' AND m.person_id = p.id
    LEFT JOIN public.role r ON r.tenant_id = m.tenant_id AND r.code = m.role
    WHERE s.token_hash = p_hash AND s.expires_at > now() AND s.idle_ends_at > now();
    IF NOT FOUND THEN
        RETURN QUERY
        SELECT 'api'::text, NULL::uuid, p.id, w.id, w.slug, w.name, w.currency, m.id, m.role,
               m.team_id, m.team_ids, coalesce(nullif(m.name, ''), p.name), p.email,
               p.email_verified_at IS NOT NULL, p.language, p.time_zone, k.scopes,
               r.name, r.about, r.rights, r.veils, w.unindexed, w.shape_version,
               w.entitled, m.seatless_from, {FLAGS}, NULL::jsonb
        FROM public.workspace w
        JOIN public.api_key k ON k.tenant_id = w.id AND k.key_hash = p_hash
             AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
        JOIN public.membership m ON m.tenant_id = w.id AND m.id = k.member_id
             AND m.status = 'active'
        JOIN public.person p ON p.id = m.person_id AND p.closed_at IS NULL
        LEFT JOIN public.role r ON r.tenant_id = m.tenant_id AND r.code = m.role
        WHERE w.slug = p_slug AND w.status = 'active';
    END IF;
    IF NOT FOUND THEN
        RETURN QUERY
        SELECT 'operator'::text, s.id, p.id, w.id, w.slug, w.name, w.currency, m.id, m.role,
               m.team_id, m.team_ids, o.email, o.email,
               true, w.language, w.time_zone, NULL::text[],
               r.name, r.about, r.rights, r.veils, w.unindexed, w.shape_version,
               w.entitled, m.seatless_from, {FLAGS}, jsonb_build_object('id', v.id, 'by', o.email,
                   'reason', v.reason, 'ends_at', v.ends_at, 'changes', v.changes,
                   'exports', v.exports)
        FROM public.operator_visit v
        JOIN public.operator_session s ON s.id = v.session_id
             AND s.expires_at > now() AND s.idle_ends_at > now()
        JOIN public.operator_account o ON o.id = v.operator_id AND o.closed_at IS NULL
        JOIN public.workspace w ON w.id = v.workspace_id AND w.slug = p_slug
             AND w.status = 'active'
        JOIN public.membership m ON m.tenant_id = w.id AND m.id = v.member_id
             AND m.status = 'active'
        JOIN public.person p ON p.id = m.person_id AND p.closed_at IS NULL
        LEFT JOIN public.role r ON r.tenant_id = m.tenant_id AND r.code = m.role
        WHERE v.token_hash = p_hash AND v.ended_at IS NULL AND v.ends_at > now();
    END IF;
END $$
"""

# The second column binds the transaction: nothing between the lookup and the wall.
_ENTER = """
SELECT a.*, CASE WHEN a.tenant_id IS NOT NULL THEN set_tenant(a.tenant_id) END
FROM auth_lookup($1, $2) a
"""


async def enter(uow: UnitOfWork, token: str, slug: str) -> Mapping[str, Any] | None:
    """Open the transaction and the workspace; the row of who comes in, or None for a dead token.

    A live token without a membership there gives a row whose `tenant_id` is None.
    """
    await uow.begin_outside()
    row = await uow.fetchrow(_ENTER, digest(token), slug)
    if row is not None and row["tenant_id"] is not None:
        uow.tenant_id = row["tenant_id"]
    return row


async def memberships(uow: UnitOfWork, token: str) -> list[Mapping[str, Any]]:
    """A row per workspace of the session's person; one without a workspace if there is none."""
    if not uow.begun:
        await uow.begin_outside()
    return [*await uow.fetch("SELECT * FROM auth_lookup($1, NULL)", digest(token))]


def principal_of(row: Mapping[str, Any], *, via: Via | None = None) -> Principal:
    """The principal that a row of the lookup (or of a chat binding) describes."""
    role, entitled = role_of(row["role"], row), entitled_by(row["entitled"])
    granted = permissions_of(role, row["scopes"])
    visit = msgspec.convert(row["visit"], Visit) if row["visit"] else None
    if visit is not None:
        granted = rights_of_visit(granted, visit)
    if is_seatless(row):
        granted = frozenset(word for word in granted if _looks(word, role.code))
    return Principal(
        tenant_id=row["tenant_id"],
        slug=row["slug"],
        workspace=row["workspace"],
        currency=row["currency"],
        member_id=row["member_id"],
        person_id=row["person_id"],
        name=row["name"] or row["email"],
        email=row["email"],
        role=row["role"],
        role_label=role.label,
        scope=role.scope,
        permissions=granted,
        scopes=role.scopes,
        veils=role.veils,
        named_teams=role.named_teams,
        team_id=row["team_id"],
        team_ids=tuple(row["team_ids"]),
        language=row["language"],
        time_zone=row["time_zone"],
        via=via or row["via"],
        session_id=row["session_id"],
        email_verified=row["verified"],
        unindexed=row["unindexed"] or {},
        shape_version=row["shape_version"] or 0,
        entitled=entitled,
        flags=row["flags"] or {},
        visit=visit,
    )


def is_seatless(row: Mapping[str, Any]) -> bool:
    """Whether no seat is paid for the member: they look, and change nothing."""
    since = row["seatless_from"]
    return enforcing.on and since is not None and since <= clock.now()


def _looks(word: str, role: str) -> bool:
    """Without a seat; an owner goes on keeping house, else nobody could buy one."""
    return word.endswith(":see") or (role == OWNER and word.startswith("settings:"))


async def admitted(uow: UnitOfWork, row: Mapping[str, Any], *, via: Via | None = None) -> Principal:
    """The same with the shape of the workspace: what requests, chats and jobs act with."""
    return await shaping.shaped(uow, principal_of(row, via=via))


Shaped = Callable[[UnitOfWork, Principal], Awaitable[Principal]]


class Shaping:
    """The port by which the records tell what a workspace added to them."""

    def __init__(self) -> None:
        self._shaped: Shaped | None = None

    def use(self, shaped: Shaped) -> None:
        """Ask this one from now on."""
        self._shaped = shaped

    async def shaped(self, uow: UnitOfWork, principal: Principal) -> Principal:
        """The principal, with its workspace's shape where records are installed."""
        return principal if self._shaped is None else await self._shaped(uow, principal)


shaping = Shaping()

"""Everybody who may knock: eight roles, two keys, and four who must not come in."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from planting import Planter
from world import Member, Workspace, open_workspace

from kernel.principal import Rights
from kernel.secret import digest
from tenants.access.roles import ROLES, permissions_of

# Stands in every text of the other firm, and must never be seen in the first.
CANARY = "kanarienvogel"


@dataclass
class Actor:
    """Somebody with a token, and what they may by the rules (None: they must not come in)."""

    name: str
    token: str
    role: str | None = None
    member_id: UUID | None = None
    scopes: list[str] | None = None
    status: int = 0

    @property
    def sees_all(self) -> bool:
        return self.role is not None and ROLES[self.role].scope == "all"

    def may(self, needs: str) -> bool:
        """Whether the role, and for a key its scopes, grants it."""
        if self.role is None:
            return False
        if needs == "member":
            return True
        permissions = permissions_of(ROLES[self.role], self.scopes)
        return Rights(scope="all", permissions=permissions).may(needs)


@dataclass
class Cast:
    """Two firms, those who knock at the first one's doors, and what is planted in both."""

    http: httpx.AsyncClient
    acme: Workspace
    globex: Workspace
    actors: list[Actor]
    strangers: list[Actor]
    rival: Actor
    own: Planter
    other: Planter

    @property
    def owner(self) -> Actor:
        return next(actor for actor in self.actors if actor.name == "owner")

    async def ask(self, actor: Actor, method: str, url: str, **options: Any) -> httpx.Response:
        headers = dict(options.pop("headers", {}))
        if actor.token:
            headers["Authorization"] = f"Bearer {actor.token}"
        return await self.http.request(method, url, headers=headers, **options)


async def assemble(http: httpx.AsyncClient, admin: Any, name: str = "Acme") -> Cast:
    """Found two firms and hire everybody."""
    acme, globex = await open_workspace(http, name), await open_workspace(http, "Globex")
    own = Planter(admin, acme.workspace_id)
    other = Planter(admin, globex.workspace_id, CANARY)
    actors = [await _actor(admin, "owner", acme.owner)]
    others = [role for role in ROLES if role != "owner"]
    actors += [await _actor(admin, role, await acme.member(role)) for role in others]
    actors += [await _key(own, actors[0], scope) for scope in ("read", "write")]
    suspended = await acme.member("rep", "Suspended")
    rival = await _actor(admin, "rival", await acme.member("rep", "Rival"))
    gone = await _actor(admin, "suspended", suspended)
    await admin.execute(
        "UPDATE membership SET status = 'suspended' WHERE tenant_id = $1 AND id = $2",
        own.tenant_id,
        gone.member_id,
    )
    strangers = [
        Actor("nobody", "", status=401),
        await _dead_key(own, actors[0], "a revoked key", revoked_at=own.moment),
        await _dead_key(own, actors[0], "an expired key", expires_at=own.moment),
        Actor("a made-up token", secrets.token_urlsafe(32), status=401),
        Actor("suspended", suspended.token, status=404),
        Actor("the other firm's owner", globex.owner.token, status=404),
    ]
    return Cast(http, acme, globex, actors, strangers, rival, own, other)


async def _actor(admin: Any, name: str, member: Member) -> Actor:
    member_id = await admin.fetchval(
        "SELECT m.id FROM membership m JOIN person p ON p.id = m.person_id "
        "WHERE m.tenant_id = $1 AND p.email = $2",
        UUID(member.workspace_id),
        member.email,
    )
    return Actor(name, member.token, member.role, member_id)


async def _dead_key(own: Planter, owner: Actor, name: str, **dates: Any) -> Actor:
    token = f"key-{secrets.token_urlsafe(24)}"
    await own.plant(
        "api_key",
        key_hash=digest(token),
        member_id=owner.member_id,
        scopes=["read", "write"],
        **{"expires_at": None, "revoked_at": None} | dates,
    )
    return Actor(name, token, status=401)


async def _key(own: Planter, owner: Actor, scope: str) -> Actor:
    token = f"key-{secrets.token_urlsafe(24)}"
    await own.plant(
        "api_key",
        key_hash=digest(token),
        member_id=owner.member_id,
        scopes=[scope],
        expires_at=None,
        revoked_at=None,
    )
    return Actor(f"{scope} key", token, "owner", owner.member_id, [scope])

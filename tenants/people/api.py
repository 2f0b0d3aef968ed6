"""Sign-up and sign-in for programs."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.params import JSONBody

from kernel.http import PERSON, PUBLIC, Ctx, delete, post
from kernel.transaction import UnitOfWork
from tenants.access.client import Visitor, visitor
from tenants.access.lookup import memberships
from tenants.people.sessions import end
from tenants.people.signin import sign_in
from tenants.people.signup import count_sign_up, sign_up
from web.pages import TERMS_VERSION


class SignUp(msgspec.Struct, forbid_unknown_fields=True):
    """What sign-up asks; `code` only for a known address with a second factor."""

    email: str
    password: str
    company: str
    language: str = "en"
    time_zone: str = "UTC"
    code: str = ""


class PersonView(msgspec.Struct):
    """Who signed up."""

    id: UUID
    email: str


class WorkspaceView(msgspec.Struct):
    """A workspace and its place in addresses."""

    id: UUID
    slug: str
    name: str
    role: str = "owner"


class SignedUpView(msgspec.Struct):
    """`token` is a bearer token, shown this once."""

    token: str
    person: PersonView
    workspace: WorkspaceView


class Credentials(msgspec.Struct, forbid_unknown_fields=True):
    """`code` is the authenticator's, or a recovery code, where one is set up.

    A session ends when it lies idle for hours (8 unless the operator says otherwise); one with
    `remember` may lie idle until its last day.
    """

    email: str
    password: str
    code: str = ""
    remember: bool = False


class SessionView(msgspec.Struct):
    """`token` is a bearer token, shown this once."""

    token: str
    workspaces: list[WorkspaceView]


@post("/api/v1/signup", needs=PUBLIC, operation_id="signUp", tags=["People"])
async def sign_up_by_api(ctx: Ctx, data: JSONBody[SignUp]) -> SignedUpView:
    tries = await count_sign_up(ctx.database, data.email, visitor_of(ctx))
    done = await sign_up(
        ctx.uow,
        email=data.email,
        password=data.password,
        company=data.company,
        language=data.language,
        time_zone=data.time_zone,
        device=device_of(ctx),
        terms_version=TERMS_VERSION,
        tries=tries,
        code=data.code,
    )
    return SignedUpView(
        done.token,
        PersonView(done.person_id, done.email),
        WorkspaceView(done.workspace_id, done.slug, done.name),
    )


@post("/api/v1/sessions", needs=PUBLIC, operation_id="signIn", tags=["People"])
async def sign_in_by_api(ctx: Ctx, data: JSONBody[Credentials]) -> SessionView:
    token = await sign_in(
        ctx.uow,
        ctx.database,
        visitor_of(ctx),
        email=data.email,
        password=data.password,
        code=data.code,
        remember=data.remember,
    )
    return SessionView(token, await workspaces_of(ctx.uow, token))


@delete("/api/v1/sessions/current", needs=PERSON, operation_id="signOut", tags=["People"])
async def sign_out_by_api(ctx: Ctx) -> None:
    mine = ctx.request.scope["state"]["memberships"][0]
    await end(ctx.uow, mine["person_id"], mine["session_id"])


async def workspaces_of(uow: UnitOfWork, token: str) -> list[WorkspaceView]:
    """The workspaces that a fresh session opens."""
    rows: list[Any] = [r for r in await memberships(uow, token) if r["tenant_id"]]
    return [WorkspaceView(r["tenant_id"], r["slug"], r["workspace"], r["role"]) for r in rows]


def visitor_of(ctx: Ctx) -> Visitor:
    """Who knocks."""
    return visitor(ctx.request.scope, ctx.settings)


def device_of(ctx: Ctx) -> str:
    """What the browser or program calls itself."""
    return ctx.request.headers.get("user-agent", "")[:200]


ROUTES = [sign_up_by_api, sign_in_by_api, sign_out_by_api]

"""One's own account for programs: profile, sessions, password, address."""

from datetime import datetime
from uuid import UUID

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from kernel.errors import NotFound
from kernel.http import PERSON, Ctx, delete, get, patch, post
from tenants.people import account, closing, sessions, verification
from tenants.people.api import device_of
from tenants.people.me import demand_proof, me_of, places_of

API = "/api/v1/me"
TAGS = ["Me"]


class MeView(msgspec.Struct):
    """The person who is signed in."""

    id: UUID
    email: str
    name: str
    language: str
    time_zone: str
    theme: str
    email_verified: bool
    second_factor: bool
    created_at: datetime


class ProfileEdit(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays."""

    name: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    theme: str | UnsetType = UNSET


class PasswordChange(msgspec.Struct, forbid_unknown_fields=True):
    """The password as it is, and as it shall be."""

    password: str
    new_password: str


class AddressChange(msgspec.Struct, forbid_unknown_fields=True):
    """The password, and the new address."""

    password: str
    email: str


class Proof(msgspec.Struct, forbid_unknown_fields=True):
    """The password once more."""

    password: str


class TokenView(msgspec.Struct):
    """Every session has ended; `token` is that of a new one, shown this once."""

    token: str


class DeviceView(msgspec.Struct):
    """A session; `current` is the one that asks."""

    id: UUID
    kind: str
    device: str
    created_at: datetime
    expires_at: datetime
    current: bool


class DevicesView(msgspec.Struct):
    """Where the person is signed in."""

    items: list[DeviceView]


class SentView(msgspec.Struct):
    """A letter may be on its way; the answer is the same when there is none."""

    sent: bool = True


@get(API, needs=PERSON, operation_id="getMe", tags=TAGS)
async def get_me(ctx: Ctx) -> MeView:
    person = await account.person_of(ctx.uow, me_of(ctx).person_id)
    return MeView(
        person["id"],
        person["email"],
        person["name"],
        person["language"],
        person["time_zone"],
        person["preferences"].get("theme", ""),
        person["email_verified_at"] is not None,
        person["totp_enabled_at"] is not None,
        person["created_at"],
    )


@patch(API, needs=PERSON, operation_id="editMe", tags=TAGS)
async def edit_me(ctx: Ctx, data: JSONBody[ProfileEdit]) -> MeView:
    wishes = {k: v for k, v in msgspec.structs.asdict(data).items() if v is not UNSET}
    await account.change_profile(ctx.uow, me_of(ctx).person_id, **wishes)
    view: MeView = await get_me.fn(ctx)
    return view


@post(f"{API}/password", needs=PERSON, operation_id="changePassword", tags=TAGS)
async def change_password(ctx: Ctx, data: JSONBody[PasswordChange]) -> TokenView:
    await demand_proof(ctx, data.password)
    person_id = me_of(ctx).person_id
    return TokenView(
        await account.change_password(ctx.uow, person_id, data.new_password, device=device_of(ctx))
    )


@post(f"{API}/email", needs=PERSON, operation_id="askForAddress", tags=TAGS)
async def ask_for_address(ctx: Ctx, data: JSONBody[AddressChange]) -> SentView:
    await demand_proof(ctx, data.password)
    await account.ask_for_address(ctx.uow, me_of(ctx).person_id, data.email)
    return SentView()


@post(f"{API}/verification", needs=PERSON, operation_id="askForVerification", tags=TAGS)
async def ask_for_verification(ctx: Ctx) -> SentView:
    await verification.ask_again(ctx.uow, me_of(ctx).person_id)
    return SentView()


@get(f"{API}/sessions", needs=PERSON, operation_id="listSessions", tags=TAGS)
async def list_sessions(ctx: Ctx) -> DevicesView:
    me = me_of(ctx)
    rows = await sessions.sessions_of(ctx.uow, me.person_id)
    return DevicesView([DeviceView(**row, current=row["id"] == me.session_id) for row in rows])


@delete(f"{API}/sessions", needs=PERSON, operation_id="signOutEverywhere", tags=TAGS)
async def sign_out_everywhere(ctx: Ctx) -> None:
    await sessions.end_all(ctx.uow, me_of(ctx).person_id)


@delete(f"{API}/sessions/{{session_id:uuid}}", needs=PERSON, operation_id="endSession", tags=TAGS)
async def end_session(ctx: Ctx, session_id: FromPath[UUID]) -> None:
    if not await sessions.end(ctx.uow, me_of(ctx).person_id, session_id):
        raise NotFound


@post(f"{API}/closure", needs=PERSON, status_code=204, operation_id="closeAccount", tags=TAGS)
async def close_account(ctx: Ctx, data: JSONBody[Proof]) -> None:
    await demand_proof(ctx, data.password)
    await closing.close(ctx.uow, me_of(ctx).person_id, places_of(ctx))


ROUTES = [
    get_me,
    edit_me,
    change_password,
    ask_for_address,
    ask_for_verification,
    list_sessions,
    sign_out_everywhere,
    end_session,
    close_account,
]

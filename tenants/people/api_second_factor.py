"""The second factor for programs: set up, switched on by its first code, and off again."""

import msgspec
from litestar.params import JSONBody

from kernel.errors import Conflict
from kernel.http import PERSON, Ctx, post
from kernel.i18n import _
from tenants.people import account, authenticator
from tenants.people.api import device_of
from tenants.people.api_me import Proof
from tenants.people.me import demand_proof, me_of

API = "/api/v1/me/second-factor"
TAGS = ["Me"]


class PreparedView(msgspec.Struct):
    """`uri` goes into the QR code, `secret` is for typing; nothing is in force yet."""

    secret: str
    uri: str


class FirstCode(msgspec.Struct, forbid_unknown_fields=True):
    """What the authenticator shows."""

    code: str


class CodeAndProof(msgspec.Struct, forbid_unknown_fields=True):
    """The password once more, and a code."""

    password: str
    code: str


class SwitchedOn(msgspec.Struct):
    """Recovery codes and a new session's token, both shown this once."""

    token: str
    recovery_codes: list[str]


class SwitchedOff(msgspec.Struct):
    """A new session's token, shown this once."""

    token: str


class Codes(msgspec.Struct):
    """Recovery codes, shown this once; the ones before are dead."""

    recovery_codes: list[str]


@post(API, needs=PERSON, operation_id="prepareSecondFactor", tags=TAGS)
async def prepare(ctx: Ctx, data: JSONBody[Proof]) -> PreparedView:
    await demand_proof(ctx, data.password)
    made = await authenticator.prepare(ctx.uow, me_of(ctx).person_id)
    return PreparedView(made.secret, made.uri)


@post(f"{API}/confirmation", needs=PERSON, operation_id="confirmSecondFactor", tags=TAGS)
async def switch_on(ctx: Ctx, data: JSONBody[FirstCode]) -> SwitchedOn:
    codes, token = await authenticator.switch_on(
        ctx.uow, me_of(ctx).person_id, data.code, device=device_of(ctx)
    )
    return SwitchedOn(token, codes)


@post(f"{API}/removal", needs=PERSON, operation_id="removeSecondFactor", tags=TAGS)
async def switch_off(ctx: Ctx, data: JSONBody[CodeAndProof]) -> SwitchedOff:
    await demand_proof(ctx, data.password)
    person_id = me_of(ctx).person_id
    return SwitchedOff(
        await authenticator.switch_off(ctx.uow, person_id, data.code, device=device_of(ctx))
    )


@post(f"{API}/recovery-codes", needs=PERSON, operation_id="renewRecoveryCodes", tags=TAGS)
async def renew_codes(ctx: Ctx, data: JSONBody[Proof]) -> Codes:
    await demand_proof(ctx, data.password)
    person = await account.person_of(ctx.uow, me_of(ctx).person_id)
    if person["totp_enabled_at"] is None:
        raise Conflict(_("Signing in with a code is off."))
    return Codes(await authenticator.new_recovery_codes(ctx.uow, person["id"]))


ROUTES = [prepare, switch_on, switch_off, renew_codes]

"""What the links in our letters do, for programs."""

import msgspec
from litestar.params import FromPath, JSONBody

from kernel.http import PUBLIC, Ctx, post
from tenants.people import account, reset, verification
from tenants.people.api import visitor_of
from tenants.people.api_me import SentView

TAGS = ["People"]


class Address(msgspec.Struct, forbid_unknown_fields=True):
    """Whose password was forgotten."""

    email: str


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    """The password as it shall be."""

    password: str


@post(
    "/api/v1/password-resets",
    needs=PUBLIC,
    status_code=202,
    operation_id="forgotPassword",
    tags=TAGS,
)
async def forgot_password(ctx: Ctx, data: JSONBody[Address]) -> SentView:
    """The same answer whether the address is known or not."""
    await reset.ask(ctx.uow, ctx.database, data.email, visitor_of(ctx))
    return SentView()


@post(
    "/api/v1/password-resets/{token:str}",
    needs=PUBLIC,
    status_code=204,
    operation_id="resetPassword",
    tags=TAGS,
)
async def reset_password(ctx: Ctx, token: FromPath[str], data: JSONBody[NewPassword]) -> None:
    await ctx.uow.begin_outside()
    await reset.reset(ctx.uow, token, data.password)


@post(
    "/api/v1/verifications/{token:str}",
    needs=PUBLIC,
    status_code=204,
    operation_id="verifyAddress",
    tags=TAGS,
)
async def verify_address(ctx: Ctx, token: FromPath[str]) -> None:
    await ctx.uow.begin_outside()
    await verification.verify(ctx.uow, token)


@post(
    "/api/v1/new-addresses/{token:str}",
    needs=PUBLIC,
    status_code=204,
    operation_id="confirmNewAddress",
    tags=TAGS,
)
async def confirm_new_address(ctx: Ctx, token: FromPath[str]) -> None:
    await ctx.uow.begin_outside()
    await account.take_address(ctx.uow, token)


ROUTES = [forgot_password, reset_password, verify_address, confirm_new_address]

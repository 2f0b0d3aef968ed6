"""The JSON API of the parameters and their history."""

from typing import Any

import msgspec
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, UnsetType

from crm.customers.parameters.service import (
    Parameters,
    Version,
    change,
    parameters,
    versions,
)
from crm.records.api import API
from kernel.http import MEMBER, Ctx, get, patch

_AT = f"{API}/customer-parameters"
ParametersEdit = msgspec.defstruct(
    "ParametersEdit",
    [(f.name, f.type | UnsetType, UNSET) for f in msgspec.structs.fields(Parameters)],
    kw_only=True,
    forbid_unknown_fields=True,
)


class Versions(msgspec.Struct):
    """The history, newest first."""

    items: list[Version]


@get(
    _AT,
    needs=MEMBER,
    operation_id="getCustomerParameters",
    tags=["Customer parameters"],
)
async def get_parameters(ctx: Ctx, workspace: FromPath[str]) -> Parameters:
    return (await parameters(ctx.uow)).rules


@patch(
    _AT,
    needs="settings:workspace",
    operation_id="editCustomerParameters",
    tags=["Customer parameters"],
)
async def edit_parameters(
    ctx: Ctx,
    workspace: FromPath[str],
    data: JSONBody[ParametersEdit],  # type: ignore[valid-type]
) -> Parameters:
    return await change(ctx.uow, ctx.principal, said(data))


@get(
    f"{_AT}/history",
    needs="settings:workspace",
    operation_id="historyOfCustomerParameters",
    tags=["Customer parameters"],
)
async def parameters_history(ctx: Ctx, workspace: FromPath[str]) -> Versions:
    return Versions(await versions(ctx.uow))


def said(data: Any) -> dict[str, Any]:
    """What was sent, and nothing else."""
    return {n: v for n, v in msgspec.structs.asdict(data).items() if v is not UNSET}


ROUTES = [get_parameters, edit_parameters, parameters_history]

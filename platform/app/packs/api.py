"""Packs for programs: which there are, take one, remove the samples."""

from typing import Literal

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from app.packs.samples import remove, samples_of
from app.packs.service import Added, take, taken
from app.packs.shelf import packs
from crm.records.api import API, answer
from crm.records.undo.service import Changes
from kernel.http import Ctx, get, post
from kernel.i18n import spoken

AT = f"{API}/packs"
Code = Literal["general", "machinery", "software", "education", "realestate", "retail"]
NEEDS = "settings:workspace"
TAGS = ["Industry packs"]


class PackView(msgspec.Struct):
    """A pack in your language; `taken` says whether the workspace has it."""

    code: str
    name: str
    about: str
    stages: list[str]
    fields: list[str]
    taken: bool


class PacksView(msgspec.Struct):
    """All of them; `samples` says whether sample records are in the workspace."""

    items: list[PackView]
    samples: bool


class Taking(msgspec.Struct, forbid_unknown_fields=True):
    """Which, and whether a few made-up customers come with it."""

    pack: Code
    samples: bool = False


class Removed(msgspec.Struct):
    """The batch that was taken back; nothing where there were no samples."""

    batch: Changes | None


@get(
    AT,
    needs=NEEDS,
    operation_id="listPacks",
    tags=TAGS,
    responses={200: ResponseSpec(PacksView, generate_examples=False)},
)
async def list_packs(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    known = await taken(ctx.uow)
    items = [
        PackView(
            code,
            str(spoken(pack.name)),
            str(spoken(pack.about)),
            [str(spoken(stage.name)) for stage in pack.stages],
            [str(spoken(field.label)) for field in pack.fields],
            code in known,
        )
        for code, pack in packs().items()
    ]
    return answer(PacksView(items, await samples_of(ctx.uow) is not None))


@post(
    f"{AT}/taking",
    needs=NEEDS,
    operation_id="takePack",
    tags=TAGS,
    responses={201: ResponseSpec(Added, generate_examples=False)},
)
async def take_pack(ctx: Ctx, workspace: FromPath[str], data: JSONBody[Taking]) -> Response[bytes]:
    return answer(await take(ctx.uow, ctx.principal, data.pack, samples=data.samples), 201)


@post(
    f"{API}/samples/removal",
    needs=NEEDS,
    operation_id="removeSamples",
    tags=TAGS,
    responses={201: ResponseSpec(Removed, generate_examples=False)},
)
async def remove_samples(ctx: Ctx, workspace: FromPath[str]) -> Response[bytes]:
    return answer(Removed(await remove(ctx.uow, ctx.principal)), 201)


ROUTES = [list_packs, take_pack, remove_samples]

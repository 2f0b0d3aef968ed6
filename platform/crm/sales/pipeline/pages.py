"""Settings, Pipelines: stages named, ordered, gated, given up."""

from typing import Any, Final
from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from crm.records.narrowing import as_kept
from crm.records.pages.forms import Sent, ids, sent
from crm.sales.deal.course import label_of
from crm.sales.deal.model import DEAL
from crm.sales.deal.rehoming import give_up_pipeline, give_up_stage
from crm.sales.pipeline.reading import pipelines
from crm.sales.pipeline.service import COLORS, Setup, needable
from kernel.errors import Invalid, NotFound
from kernel.http import Ctx, get, post
from kernel.i18n import _, lazy
from tenants.audit.words import THINGS, Thing, plainly
from tenants.workspace.answers import here, settled
from web.nav import Entry, navigation
from web.render import page

AT: Final = "/{workspace:str}/settings/pipelines"
PAGE: Final = "settings/pipelines"
NEEDS: Final = "settings:workspace"
_PIPELINE: Final = f"{AT}/{{pipeline_id:uuid}}"
_STAGE: Final = f"{AT}/stages/{{stage_id:uuid}}"

COLOR_NAMES: Final = {
    "grey": lazy("Grey"),
    "blue": lazy("Blue"),
    "teal": lazy("Teal"),
    "green": lazy("Green"),
    "amber": lazy("Amber"),
    "red": lazy("Red"),
}
KINDS: Final = {"open": lazy("In progress"), "won": lazy("Won"), "lost": lazy("Lost")}

THINGS["pipeline"] = Thing(lazy("Pipeline"), plainly)
navigation.add(
    "settings",
    Entry(
        key="pipelines",
        label=lazy("Pipelines"),
        icon="square-kanban",
        path=PAGE,
        order=112,
        permission=NEEDS,
    ),
)


@get(AT, needs=NEEDS, include_in_schema=False)
async def pipelines_page(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    known, kept = await pipelines(ctx.uow), as_kept(DEAL, ctx.principal)
    return page(
        "crm/sales/pipeline/templates/pipelines.html",
        pipelines=known.items,
        colors=[(code, COLOR_NAMES[code]) for code in COLORS],
        kinds=list(KINDS.items()),
        needable=[(name, label_of(kept, name)) for name in needable(kept)],
    )


@post(AT, needs=NEEDS, include_in_schema=False)
async def found_by_form(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    data = await sent(ctx.request)
    work = Setup(ctx.uow, ctx.principal).found(data.get("name"))
    return await settled(ctx, work, here(ctx, PAGE), _("Pipeline made."))


@post(_PIPELINE, needs=NEEDS, include_in_schema=False)
async def rename_by_form(
    ctx: Ctx, workspace: FromPath[str], pipeline_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)
    setup = Setup(ctx.uow, ctx.principal)
    work = setup.rename(pipeline_id, data.get("name"), data.get("regress") == "1")
    return await settled(ctx, work, here(ctx, PAGE), _("Saved."))


@post(f"{_PIPELINE}/archival", needs=NEEDS, include_in_schema=False)
async def archive_by_form(
    ctx: Ctx, workspace: FromPath[str], pipeline_id: FromPath[UUID]
) -> Response[str]:
    to = await _home(ctx)
    work = give_up_pipeline(Setup(ctx.uow, ctx.principal), pipeline_id, to)
    return await settled(ctx, work, here(ctx, PAGE), _("Pipeline archived."))


@post(f"{_PIPELINE}/stages", needs=NEEDS, include_in_schema=False)
async def add_by_form(
    ctx: Ctx, workspace: FromPath[str], pipeline_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await Setup(ctx.uow, ctx.principal).add(pipeline_id, _stage(data))

    return await settled(ctx, work(), here(ctx, PAGE), _("Stage added."))


@post(_STAGE, needs=NEEDS, include_in_schema=False)
async def change_by_form(
    ctx: Ctx, workspace: FromPath[str], stage_id: FromPath[UUID]
) -> Response[str]:
    data = await sent(ctx.request)

    async def work() -> None:
        await Setup(ctx.uow, ctx.principal).change(stage_id, _stage(data))

    return await settled(ctx, work(), here(ctx, PAGE), _("Saved."))


@post(f"{_STAGE}/place", needs=NEEDS, include_in_schema=False)
async def place_by_form(
    ctx: Ctx, workspace: FromPath[str], stage_id: FromPath[UUID]
) -> Response[str]:
    """One place up or down."""
    down = (await sent(ctx.request)).get("way") == "down"

    async def work() -> None:
        known = await pipelines(ctx.uow)
        stage = known.stages.get(stage_id)
        pipeline = known.get(stage.pipeline_id) if stage else None
        if pipeline is None:
            raise NotFound
        order = [one.id for one in pipeline.stages]
        place = order.index(stage_id)
        other = min(max(place + (1 if down else -1), 0), len(order) - 1)
        order[place], order[other] = order[other], order[place]
        await Setup(ctx.uow, ctx.principal).order(pipeline.id, order)

    return await settled(ctx, work(), here(ctx, PAGE), _("Saved."))


@post(f"{_STAGE}/archival", needs=NEEDS, include_in_schema=False)
async def give_up_by_form(
    ctx: Ctx, workspace: FromPath[str], stage_id: FromPath[UUID]
) -> Response[str]:
    to = await _home(ctx)
    work = give_up_stage(Setup(ctx.uow, ctx.principal), stage_id, to)
    return await settled(ctx, work, here(ctx, PAGE), _("Stage archived."))


async def _home(ctx: Ctx) -> UUID | None:
    return next(iter(ids([(await sent(ctx.request)).get("to")])), None)


def _stage(data: Sent) -> dict[str, Any]:
    items = [line.strip() for line in data.get("checklist").splitlines() if line.strip()]
    return {
        "name": data.get("name"),
        "kind": data.get("kind", "open"),
        "color": data.get("color", "grey"),
        "probability": _whole(data.get("probability") or "0", 0, 100),
        "target_days": _days(data.get("target_days")),
        "rot_days": _days(data.get("rot_days")),
        "needs": [name for name in data.all("needs") if name],
        "checklist": items[:50],
        "playbook": data.get("playbook"),
    }


def _days(text: str) -> int | None:
    return _whole(text, 1, 3650) if text.strip() else None


def _whole(text: str, least: int, most: int) -> int:
    number = int(text) if text.strip().isdecimal() and len(text) < 6 else -1  # noqa: PLR2004
    if not least <= number <= most:
        words = _("A whole number from %(least)s to %(most)s is expected.")
        raise Invalid(words, least=least, most=most)
    return number


ROUTES = [
    pipelines_page,
    found_by_form,
    rename_by_form,
    archive_by_form,
    add_by_form,
    change_by_form,
    place_by_form,
    give_up_by_form,
]

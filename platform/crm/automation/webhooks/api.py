"""The JSON API of webhooks."""

from uuid import UUID

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import UNSET, UnsetType

from crm.automation.webhooks import log, service
from kernel.http import Ctx, delete, get, patch, post

API = "/api/v1/{workspace:str}/webhooks"
ONE = f"{API}/{{webhook_id:uuid}}"
NEEDS = "settings:webhooks"
TAGS = ["Webhooks"]


class WebhooksView(msgspec.Struct):
    """All webhooks of the workspace."""

    items: list[service.Hook]


class NewWebhook(msgspec.Struct, forbid_unknown_fields=True):
    """`events` are a type and an action, `contact.created`; `*` is each of them: `deal.*`."""

    name: str
    url: str
    events: list[str]


class MadeWebhook(msgspec.Struct):
    """`secret` signs its messages (Standard Webhooks), and is shown this once."""

    id: UUID
    secret: str


class WebhookChange(msgspec.Struct, forbid_unknown_fields=True):
    """Only what is named changes."""

    name: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    events: list[str] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Secret(msgspec.Struct):
    """The new secret, shown this once."""

    secret: str


class DeliveriesView(msgspec.Struct):
    """A page of the log, newest first."""

    items: list[log.Sending]
    next: UUID | None


class Sent(msgspec.Struct):
    """The message that is on its way."""

    id: UUID


@get(API, needs=NEEDS, operation_id="listWebhooks", tags=TAGS)
async def list_webhooks(ctx: Ctx, workspace: FromPath[str]) -> WebhooksView:
    return WebhooksView(await service.hooks(ctx.uow))


@post(API, needs=NEEDS, operation_id="createWebhook", tags=TAGS)
async def create_webhook(
    ctx: Ctx, workspace: FromPath[str], data: JSONBody[NewWebhook]
) -> MadeWebhook:
    made = await service.make(
        ctx.uow, ctx.principal, name=data.name, url=data.url, events=data.events
    )
    return MadeWebhook(*made)


@get(ONE, needs=NEEDS, operation_id="getWebhook", tags=TAGS)
async def get_webhook(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]
) -> service.Hook:
    return await service.hook(ctx.uow, webhook_id)


@patch(ONE, needs=NEEDS, operation_id="editWebhook", tags=TAGS)
async def edit_webhook(
    ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID], data: JSONBody[WebhookChange]
) -> service.Hook:
    values = {n: v for n, v in msgspec.structs.asdict(data).items() if v is not UNSET}
    return await service.change(ctx.uow, ctx.principal, webhook_id, **values)


@delete(ONE, needs=NEEDS, operation_id="deleteWebhook", tags=TAGS)
async def delete_webhook(ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]) -> None:
    await service.drop(ctx.uow, ctx.principal, webhook_id)


@post(f"{ONE}/secret", needs=NEEDS, operation_id="rotateWebhookSecret", tags=TAGS)
async def rotate_secret(ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]) -> Secret:
    return Secret(await service.rotate(ctx.uow, ctx.principal, webhook_id))


@post(f"{ONE}/test", needs=NEEDS, operation_id="testWebhook", tags=TAGS, status_code=202)
async def test_webhook(ctx: Ctx, workspace: FromPath[str], webhook_id: FromPath[UUID]) -> Sent:
    return Sent(await log.test(ctx.uow, webhook_id))


@get(f"{ONE}/deliveries", needs=NEEDS, operation_id="listWebhookDeliveries", tags=TAGS)
async def list_deliveries(
    ctx: Ctx,
    workspace: FromPath[str],
    webhook_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
) -> DeliveriesView:
    await service.hook(ctx.uow, webhook_id)
    items, following = await log.log(ctx.uow, webhook_id, after=after)
    return DeliveriesView(items, following)


@post(
    f"{ONE}/deliveries/{{webhook_delivery_id:uuid}}/redelivery",
    needs=NEEDS,
    operation_id="redeliverWebhook",
    tags=TAGS,
    status_code=202,
)
async def redeliver(
    ctx: Ctx,
    workspace: FromPath[str],
    webhook_id: FromPath[UUID],
    webhook_delivery_id: FromPath[UUID],
) -> Sent:
    await log.tell_again(ctx.uow, webhook_id, webhook_delivery_id)
    return Sent(webhook_delivery_id)


ROUTES = [
    list_webhooks,
    create_webhook,
    get_webhook,
    edit_webhook,
    delete_webhook,
    rotate_secret,
    test_webhook,
    list_deliveries,
    redeliver,
]

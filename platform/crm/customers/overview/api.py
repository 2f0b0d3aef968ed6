"""The figures of a customer as JSON, the same that its page shows."""

from typing import Any
from uuid import UUID

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from crm.customers.company.model import COMPANY
from crm.customers.contact.model import CONTACT
from crm.customers.overview.service import figures
from crm.records.api import API
from crm.records.service import service_of
from crm.records.types import RecordType
from kernel.http import Ctx, get


class Overview(msgspec.Struct):
    """By name what can be told: `talk`, `tasks`, `deals`, `people`, `known`, and what is added."""

    figures: dict[str, dict[str, Any]]


def _overview(kind: RecordType) -> HTTPRouteHandler:
    @get(
        f"{API}/{kind.plural}/{{record_id:uuid}}/overview",
        needs=f"{kind.name}:see",
        operation_id=f"overviewOf{kind.name.title()}",
        summary=f"How a {kind.name} stands: open deals, tasks, talks, people.",
        tags=["Overview"],
    )
    async def overview(ctx: Ctx, workspace: FromPath[str], record_id: FromPath[UUID]) -> Overview:
        await service_of(kind.name, ctx.uow, ctx.principal).get(record_id)
        return Overview(await figures(ctx.uow, ctx.principal, kind, record_id))

    return overview


ROUTES = [_overview(kind) for kind in (COMPANY, CONTACT)]

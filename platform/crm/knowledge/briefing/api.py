"""The JSON API of briefings."""

from uuid import UUID

from litestar.params import FromPath

from crm.knowledge.briefing.lines import Briefing
from crm.knowledge.briefing.service import brief
from crm.knowledge.item.api import TAGS
from crm.records.api import API
from kernel.http import Ctx, get

SEE = "activity:see"


@get(f"{API}/briefings/{{customer_id:uuid}}", needs=SEE, operation_id="brief", tags=TAGS)
async def briefing(ctx: Ctx, workspace: FromPath[str], customer_id: FromPath[UUID]) -> Briefing:
    """Of a company, contact, deal or lead: each line names the record that says so."""
    return await brief(ctx.uow, ctx.principal, customer_id)


ROUTES = [briefing]

"""What comes in, month by month and currency by currency."""

from itertools import groupby

from litestar.response import Response

from app.console.door import work_of
from billing.revenue.figures import monthly, months, trials
from billing.switch import demand_selling
from kernel.http import OPERATOR, Ctx, get
from web.render import page


@get("/operator/money", needs=OPERATOR, include_in_schema=False)
async def money_page(ctx: Ctx) -> Response[str]:
    """There is none where nothing is sold."""
    demand_selling()
    work = work_of(ctx)
    found = await months(work)
    return page(
        "app/console/money/templates/money.html",
        currencies=[(code, list(rows)) for code, rows in groupby(found, lambda m: m.currency)],
        trials=await trials(work),
        monthly=monthly,
        sells=True,
    )


ROUTES = [money_page]

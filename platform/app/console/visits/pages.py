"""The button that begins a visit, and the one above every page that ends it."""

from uuid import UUID

from litestar.params import FromPath
from litestar.response import Response

from app.console.door import me_of, work_of
from app.console.visits.service import LONG, Wish, begin, end
from app.console.workspaces.pages_one import ONE, shown
from kernel.errors import Invalid, Refused
from kernel.http import OPERATOR, Ctx, post
from kernel.i18n import _
from tenants.access.visiting import VISIT_COOKIE
from tenants.people.doors import form_of
from web.render import redirect
from web.toasts import Toast


@post(f"{ONE}/visits", needs=OPERATOR, include_in_schema=False)
async def begin_visit(ctx: Ctx, workspace_id: FromPath[UUID]) -> Response[str]:
    form = await form_of(ctx, "member_id", "reason", "changes", "exports")
    work = work_of(ctx)
    try:
        async with work.savepoint():
            wish = Wish(
                member_id=_id(form["member_id"]),
                reason=form["reason"],
                changes=bool(form["changes"]),
                exports=bool(form["exports"]),
            )
            begun = await begin(work, me_of(ctx), workspace_id, wish)
    except Refused as error:
        return await shown(ctx, workspace_id, error=error, deed="visit_began", form=form)
    answer = redirect(f"/{begun.slug}")
    return _set(answer, begun.slug, begun.token, int(LONG.total_seconds()))


@post("/operator/visits/{visit_id:uuid}/end", needs=OPERATOR, include_in_schema=False)
async def end_visit(ctx: Ctx, visit_id: FromPath[UUID]) -> Response[str]:
    place = await end(work_of(ctx), me_of(ctx), visit_id)
    answer = redirect(f"/operator/workspaces/{place['id']}", toast=Toast(_("The visit is over.")))
    return _set(answer, place["slug"], "", 0)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Invalid(fields={"member_id": _("Choose an active member.")}) from error


def _set(answer: Response[str], slug: str, token: str, seconds: int) -> Response[str]:
    """Sent to this workspace's pages alone, and to none of the person's own."""
    answer.set_cookie(
        VISIT_COOKIE,
        token,
        max_age=seconds,
        secure=True,
        httponly=True,
        samesite="strict",
        path=f"/{slug}",
    )
    return answer


ROUTES = [begin_visit, end_visit]

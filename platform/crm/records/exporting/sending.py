"""Archives as they are fetched."""

from uuid import UUID

from litestar.response import Stream

from crm.records.beside.store import Store
from kernel.errors import Conflict, NotFound
from kernel.http import Ctx
from kernel.i18n import _


def archived(ctx: Ctx, file_id: UUID, state: str, size: int, name: str) -> Stream:
    """The bytes of one, to be saved under that name; refused until it is ready."""
    store, tenant = Store(ctx.settings), ctx.principal.tenant_id
    if state != "ready":
        raise Conflict(_("This export is still being made. Wait a moment."))
    if not store.has(tenant, file_id):
        raise NotFound
    return Stream(
        store.pieces(tenant, file_id),
        media_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(size),
        },
    )

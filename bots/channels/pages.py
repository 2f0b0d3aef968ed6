"""Settings, Channels: what there is, what works there, and one's own chats."""

from typing import Final

from litestar import Response
from litestar.params import FromPath

from bots.channels import service
from bots.channels.service import KEEPS, Line
from bots.channels.table import headings, table
from bots.gateway import accounts, binding
from bots.gateway.codes import shown
from crm.records.pages.forms import sent
from kernel.errors import Invalid, NotFound
from kernel.http import MEMBER, Ctx, get, post
from kernel.i18n import _, lazy
from web.nav import Entry, navigation
from web.render import page, redirect
from web.toasts import Toast

AT: Final = "/{workspace:str}/settings/channels"
ONE: Final = AT + "/{channel:str}"
TEMPLATES: Final = "bots/channels/templates"

navigation.add(
    "settings",
    Entry(
        key="channels",
        label=lazy("Channels"),
        icon="message-square",
        path="settings/channels",
        order=46,
    ),
)


@get(AT, needs=MEMBER, include_in_schema=False)
async def channels(ctx: Ctx, workspace: FromPath[str]) -> Response[str]:
    """Every network, and what works there."""
    lines = await service.all_of(ctx.uow, ctx.principal)
    titles = [{"label": text} for text in headings()]
    return page(f"{TEMPLATES}/channels.html", lines=lines, works=table(), headings=titles)


@get(ONE, needs=MEMBER, include_in_schema=False)
async def channel(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """How to connect it, or what it is connected to, and my chats there."""
    return _shown(ctx, await _line(ctx, channel))


@post(ONE, needs=KEEPS, status_code=200, include_in_schema=False)
async def connect(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """The bot of these credentials is the workspace's own from now on."""
    adapter = service.network(channel)
    given = dict((await sent(ctx.request)).pairs)
    try:
        vouched = await service.connect(ctx.uow, ctx.principal, adapter, given)
    except Invalid as refused:
        return _shown(ctx, await _line(ctx, channel), refused=refused, given=given)
    said = _("Connected as %(bot)s.", bot=vouched.username)
    return redirect(f"/{workspace}/settings/channels/{channel}", toast=Toast(said))


@post(ONE + "/check", needs=KEEPS, status_code=200, include_in_schema=False)
async def check(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """Whether the network still takes what we have."""
    line = await _line(ctx, channel)
    if line.own is None:
        raise NotFound
    vouched = await service.vouch(line.adapter, line.own.secrets)
    said = _("%(network)s answers: this is %(bot)s.") % {
        "network": line.network.label,
        "bot": vouched.username,
    }
    return redirect(f"/{workspace}/settings/channels/{channel}", toast=Toast(said))


@post(ONE + "/customers", needs=KEEPS, status_code=200, include_in_schema=False)
async def customers(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """Whether strangers who write to it are customers, or are turned away."""
    adapter = service.network(channel)
    wanted = (await sent(ctx.request)).get("wanted") == "1"
    await accounts.answer_customers(
        ctx.uow, adapter.channel, ctx.principal.tenant_id, wanted=wanted
    )
    return redirect(f"/{workspace}/settings/channels/{channel}", toast=Toast(_("Kept.")))


@post(ONE + "/removal", needs=KEEPS, status_code=200, include_in_schema=False)
async def disconnect(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """The credentials are forgotten, and so are the chats that were linked to that bot."""
    adapter = service.network(channel)
    await accounts.drop(ctx.uow, adapter.channel, ctx.principal.tenant_id)
    said = _("%(network)s is disconnected.") % {"network": adapter.label}
    return redirect(f"/{workspace}/settings/channels", toast=Toast(said))


@post(ONE + "/code", needs=MEMBER, status_code=200, include_in_schema=False)
async def make_code(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """A code that links one chat of mine, once."""
    line = await _line(ctx, channel)
    if line.own is None:
        raise NotFound
    return _shown(ctx, line, code=shown(await service.code(ctx.uow, ctx.principal)))


@post(ONE + "/release", needs=MEMBER, status_code=200, include_in_schema=False)
async def release(ctx: Ctx, workspace: FromPath[str], channel: FromPath[str]) -> Response[str]:
    """Unlink my chats."""
    line = await _line(ctx, channel)
    if line.own is not None:
        person_id = ctx.principal.person_id
        await binding.release(ctx.uow, line.network.channel, line.own.number, person_id)
    said = _("Your chat is unlinked.")
    return redirect(f"/{workspace}/settings/channels/{channel}", toast=Toast(said))


async def _line(ctx: Ctx, channel: str) -> Line:
    line = await service.one_of(ctx.uow, ctx.principal, service.network(channel))
    if line.own is None and not ctx.principal.may(KEEPS):
        raise NotFound
    return line


def _shown(
    ctx: Ctx,
    line: Line,
    *,
    code: str = "",
    refused: Invalid | None = None,
    given: dict[str, str] | None = None,
) -> Response[str]:
    own, text = line.own, f"bind {code}"
    return page(
        f"{TEMPLATES}/channel.html",
        status_code=422 if refused else 200,
        line=line,
        address=line.address(ctx.settings),
        code=code,
        link=line.adapter.deep_link(own, text) if own is not None and code else "",
        refused=refused,
        given={
            one.name: (given or {}).get(one.name, "")
            for one in line.network.settings
            if not one.secret
        },
        included=ctx.principal.entitled.now().includes(line.adapter.feature),
    )


ROUTES = [channels, channel, connect, check, customers, disconnect, make_code, release]

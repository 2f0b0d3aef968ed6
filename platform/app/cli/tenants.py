"""`guanxi tenant`: workspaces, from outside."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import msgspec
import rich_click as click

from app import schema
from app.cli.common import show, told
from app.console.work import Overlook
from app.console.workspaces.service import Act, crediting, giving, prolonging, turning
from app.operating import commanding, subscriptions, unpacking, workspaces
from app.operating.commanding import By
from app.operating.notice import ANNOUNCED, announcing
from app.operating.where import operator_dsn
from billing.switch import selling
from kernel import rls, secret
from kernel.database import Database
from kernel.money import from_decimal
from kernel.settings import Settings, load
from tenants.mail import office

Answer = TypeVar("Answer")
DATA = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def ask(settings: Settings, question: Callable[[Any], Awaitable[Answer]]) -> Answer:
    """Ask the database, as the role that sees every workspace."""

    async def asked(dsn: str) -> Answer:
        connection = await asyncpg.connect(dsn)
        try:
            return await question(connection)
        finally:
            await connection.close()

    with told(), operator_dsn(settings) as dsn:
        return asyncio.run(asked(dsn))


def as_app(settings: Settings, act: Callable[[Database], Awaitable[Answer]]) -> Answer:
    """Act as the servers' own role, behind the walls."""

    async def acted(dsn: str) -> Answer:
        database = Database(dsn, size=1)
        await database.open()
        try:
            return await act(database)
        finally:
            await database.close()

    secret.use(settings.encryption_keys())
    with told(), operator_dsn(settings) as dsn:
        return asyncio.run(acted(schema.role_dsn(dsn, rls.APP, settings)))


def signed(command: Callable[..., None]) -> Callable[..., None]:
    """Who does it and why, as one value `by`."""

    @click.option("--reason", default="", help="The workspace reads it in its audit log.")
    @click.option(
        "--operator", metavar="EMAIL", help="Who does it, for both audits; else your name here."
    )
    @functools.wraps(command)
    def told(*said: Any, operator: str | None, reason: str, **more: Any) -> None:
        command(*said, by=By(operator, reason), **more)

    return told


def do(settings: Settings, slug: str, deed: str, act: Act, by: By) -> dict[str, Any]:
    """Do it as the console does, written down in both audits."""

    async def done(dsn: str) -> dict[str, Any]:
        overlook = Overlook(dsn, settings)
        try:
            work = commanding.do(overlook, slug, deed, act, by)
            return await work
        finally:
            await overlook.close()

    secret.use(settings.encryption_keys())
    selling.use(settings)
    office.use(settings)
    with told(), operator_dsn(settings) as dsn:
        return asyncio.run(done(dsn))


@click.group()
def tenant() -> None:
    """List workspaces, see to their plans, stop them, start them, remove them."""


@tenant.command("list")
@DATA
@JSON
def list_(data: Path | None, *, as_json: bool) -> None:
    """All workspaces."""
    rows = ask(load(data_dir=data), workspaces.listed)
    show(rows, ("slug", "name", "status", "members", "records", "created_at"), as_json=as_json)


@tenant.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--workspace", "slug", required=True, help="The workspace's address.")
@click.option("--as", "email", help="The member who brings it in; else the first owner.")
@DATA
@JSON
def import_(file: Path, slug: str, email: str | None, data: Path | None, *, as_json: bool) -> None:
    """Bring the export of a whole workspace into this one; what is there stays as it is."""
    settings = load(data_dir=data)
    came = as_app(settings, lambda db: unpacking.bring_in(db, settings, slug, email, file))
    rows = [{"table": name, "rows": many} for name, many in came.rows.items()]
    show(rows, ("table", "rows"), as_json=as_json)
    for stranger in came.strangers:
        click.echo(f"{stranger} is no member here; records went to whoever imports.", err=True)


@tenant.command()
@click.argument("slug")
@signed
@DATA
@JSON
def suspend(slug: str, by: By, data: Path | None, *, as_json: bool) -> None:
    """Let nobody in until it is resumed; nothing is removed."""
    stop = turning("active", "suspended")
    do(load(data_dir=data), slug, "suspended", stop, by)
    show([{"slug": slug, "status": "suspended"}], ("slug", "status"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@signed
@DATA
@JSON
def resume(slug: str, by: By, data: Path | None, *, as_json: bool) -> None:
    """Let its members in again."""
    start = turning("suspended", "active")
    do(load(data_dir=data), slug, "resumed", start, by)
    show([{"slug": slug, "status": "active"}], ("slug", "status"), as_json=as_json)


@tenant.command("show")
@click.argument("slug")
@DATA
@JSON
def show_(slug: str, data: Path | None, *, as_json: bool) -> None:
    """A workspace's plan, its seats and what it uses."""
    settings = load(data_dir=data)
    selling.use(settings)
    plan = as_app(settings, lambda db: subscriptions.shown(db, slug))
    if as_json:
        show([plan], (), as_json=True)
        return
    told = msgspec.to_builtins(plan)
    used = told.pop("used")
    rows = [{"what": name, "is": value} for name, value in {**told, **used}.items()]
    show(rows, ("what", "is"), as_json=False)


@tenant.command("plan")
@click.argument("slug")
@click.argument("plan")
@click.option("--seats", type=int, default=1, show_default=True, help="Seats that are paid for.")
@click.option("--interval", type=click.Choice(["month", "year"]), default="month")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The day on which it ends.")
@click.option("--charged", type=Decimal, default=0, help="Paid elsewhere for a period; else given.")
@signed
@DATA
@JSON
def plan_(  # noqa: PLR0913 -- each is an option
    slug: str,
    plan: str,
    seats: int,
    interval: str,
    until: datetime | None,
    charged: Decimal,
    by: By,
    data: Path | None,
    *,
    as_json: bool,
) -> None:
    """Give a workspace a plan, or one that is paid for elsewhere; `free` takes it back."""
    ends = until.replace(tzinfo=UTC) if until else None
    # As everywhere that is sold in, with two decimals.
    give = giving(plan, seats, interval, ends, from_decimal(charged, "EUR").amount_minor)
    do(load(data_dir=data), slug, "plan_given", give, by)
    show([{"slug": slug, "plan": plan, "seats": seats}], ("slug", "plan", "seats"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@click.argument("days", type=click.IntRange(1, subscriptions.MOST_DAYS))
@signed
@DATA
@JSON
def extend(slug: str, days: int, by: By, data: Path | None, *, as_json: bool) -> None:
    """Let the trial go on for so many days more, or begin again."""
    longer = prolonging(days)
    said = do(load(data_dir=data), slug, "trial_extended", longer, by)
    show([{"slug": slug, **said}], ("slug", "trial_ends_at"), as_json=as_json)


@tenant.command("credit")
@click.argument("slug")
@click.argument("amount", type=Decimal)
@click.argument("currency")
@signed
@DATA
@JSON
def credit_(
    slug: str,
    amount: Decimal,
    currency: str,
    by: By,
    data: Path | None,
    *,
    as_json: bool,
) -> None:
    """Take so much off the coming invoices: `guanxi tenant credit acme 15.00 EUR`."""
    given = from_decimal(amount, currency.upper())
    credit = crediting(given.amount_minor, given.currency)
    said = do(load(data_dir=data), slug, "credited", credit, by)
    show([{"slug": slug, **said}], ("slug", "amount_minor", "currency"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@signed
@DATA
@JSON
def announce(slug: str, by: By, data: Path | None, *, as_json: bool) -> None:
    """Tell the owners that their workspace will be removed: twice, a week apart, before a purge."""
    said = do(load(data_dir=data), slug, ANNOUNCED, announcing(), by)
    show([{"slug": slug, "not_before": said["until"]}], ("slug", "not_before"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@click.option("--told", "told_already", is_flag=True, help="Its owners know: send no letters.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@signed
@DATA
@JSON
def purge(
    slug: str, by: By, data: Path | None, *, told_already: bool, yes: bool, as_json: bool
) -> None:
    """Remove a suspended workspace for ever, with its records and files, after two letters."""
    if told_already and not by.reason:
        raise click.ClickException("Say by --reason how its owners were told.")
    if not yes:
        typed = click.prompt(f"Type {slug} to remove it for ever", err=True)
        if typed != slug:
            raise click.ClickException("That is not its name. Nothing was removed.")
    settings = load(data_dir=data)
    gone = ask(settings, lambda c: workspaces.purge(c, settings, slug, by, told=told_already))
    show([gone], ("slug", "rows", "files"), as_json=as_json)

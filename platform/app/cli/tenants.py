"""`guanxi tenant`: workspaces, from outside."""

import asyncio
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
from app.operating import subscriptions, unpacking, workspaces
from app.operating.where import operator_dsn
from billing.switch import selling
from kernel import rls, secret
from kernel.database import Database
from kernel.money import from_decimal
from kernel.settings import Settings, load

Answer = TypeVar("Answer")
DATA = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
REASON = click.option("--reason", default="", help="The workspace reads it in its audit log.")
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
@REASON
@DATA
@JSON
def suspend(slug: str, reason: str, data: Path | None, *, as_json: bool) -> None:
    """Let nobody in until it is resumed; nothing is removed."""
    ask(load(data_dir=data), lambda c: workspaces.turn(c, slug, "active", "suspended", reason))
    show([{"slug": slug, "status": "suspended"}], ("slug", "status"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@REASON
@DATA
@JSON
def resume(slug: str, reason: str, data: Path | None, *, as_json: bool) -> None:
    """Let its members in again."""
    ask(load(data_dir=data), lambda c: workspaces.turn(c, slug, "suspended", "active", reason))
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
@DATA
@JSON
def plan_(
    slug: str,
    plan: str,
    seats: int,
    interval: str,
    until: datetime | None,
    data: Path | None,
    *,
    as_json: bool,
) -> None:
    """Give a workspace a plan that is paid for elsewhere; `free` takes it back."""
    settings = load(data_dir=data)
    selling.use(settings)
    ends = until.replace(tzinfo=UTC) if until else None
    as_app(
        settings,
        lambda db: subscriptions.give(db, slug, plan, seats=seats, interval=interval, until=ends),
    )
    show([{"slug": slug, "plan": plan, "seats": seats}], ("slug", "plan", "seats"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@click.argument("days", type=click.IntRange(1, subscriptions.MOST_DAYS))
@DATA
@JSON
def extend(slug: str, days: int, data: Path | None, *, as_json: bool) -> None:
    """Let the trial go on for so many days more, or begin again."""
    settings = load(data_dir=data)
    selling.use(settings)
    ends = as_app(settings, lambda db: subscriptions.extend(db, slug, days))
    show([{"slug": slug, "trial_ends_at": ends}], ("slug", "trial_ends_at"), as_json=as_json)


@tenant.command("credit")
@click.argument("slug")
@click.argument("amount", type=Decimal)
@click.argument("currency")
@click.option("--reason", default="", help="Kept with the credit.")
@DATA
@JSON
def credit_(
    slug: str, amount: Decimal, currency: str, reason: str, data: Path | None, *, as_json: bool
) -> None:
    """Take so much off the coming invoices: `guanxi tenant credit acme 15.00 EUR`."""
    settings = load(data_dir=data)
    selling.use(settings)
    given = from_decimal(amount, currency.upper())
    there = as_app(settings, lambda db: subscriptions.credit(db, slug, given, reason))
    show([{"slug": slug, "credit_minor": there}], ("slug", "credit_minor"), as_json=as_json)


@tenant.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask.")
@DATA
@JSON
def purge(slug: str, data: Path | None, *, yes: bool, as_json: bool) -> None:
    """Remove a suspended workspace for ever, with its records and files."""
    if not yes:
        typed = click.prompt(f"Type {slug} to remove it for ever", err=True)
        if typed != slug:
            raise click.ClickException("That is not its name. Nothing was removed.")
    settings = load(data_dir=data)
    gone = ask(settings, lambda c: workspaces.purge(c, settings, slug))
    show([gone], ("slug", "rows", "files"), as_json=as_json)

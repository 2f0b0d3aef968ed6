"""`guanxi billing`: what was told, what differed, and what came in by transfer."""

from pathlib import Path

import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON, as_app, ask, do, signed
from app.console.workspaces.service import receiving
from app.operating import money
from app.operating.commanding import By
from kernel.settings import load


@click.group()
def billing() -> None:
    """Subscriptions and payments, from outside."""


@billing.command()
@DATA
@JSON
def reconcile(data: Path | None, *, as_json: bool) -> None:
    """Compare every subscription with the provider's now, and mend what differs."""
    settings = load(data_dir=data)
    report = as_app(settings, lambda database: money.reconcile(settings, database))
    columns = ("compared", "mended", "unknown", "doubled", "failed")
    show([report], columns, as_json=as_json)
    if not as_json:
        show(report.findings, ("kind", "workspace", "subscription"), as_json=False)


@billing.command()
@DATA
@JSON
def drift(data: Path | None, *, as_json: bool) -> None:
    """What the last comparisons found."""
    rows = ask(load(data_dir=data), money.drift)
    columns = ("started_at", "compared", "mended", "unknown", "doubled", "failed")
    show(rows, columns, as_json=as_json)


@billing.command()
@click.option("--all", "every", is_flag=True, help="Also those that were acted upon.")
@DATA
@JSON
def events(data: Path | None, *, every: bool, as_json: bool) -> None:
    """What the provider told and was not acted upon, and why."""
    rows = ask(load(data_dir=data), lambda c: money.events(c, every=every))
    show(rows, ("received_at", "type", "state", "customer_id", "error"), as_json=as_json)


@billing.command()
@DATA
@JSON
def orders(data: Path | None, *, as_json: bool) -> None:
    """What was ordered in advance, with the title for the tax invoice."""
    rows = ask(load(data_dir=data), money.orders)
    columns = ("reference", "workspace", "state", "amount", "due_at", "paid_at", "title")
    show(rows, columns, as_json=as_json)


@billing.command()
@click.argument("reference")
@signed
@DATA
@JSON
def paid(reference: str, by: By, data: Path | None, *, as_json: bool) -> None:
    """Mark an order as paid by transfer: its period begins. Again, it changes nothing."""
    settings = load(data_dir=data)
    order = ask(settings, lambda c: money.order_called(c, reference))
    if order.news:
        do(settings, order.workspace, "order_paid", receiving(order.id), by)
    show([order], ("reference", "workspace", "news"), as_json=as_json)

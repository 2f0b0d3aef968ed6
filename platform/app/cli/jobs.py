"""`guanxi jobs`: what failed for good, and another try."""

from pathlib import Path

import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON, ask
from app.operating import queue
from kernel.settings import load


@click.group()
def jobs() -> None:
    """Dead letters: jobs, messages and chat updates that were given up."""


@jobs.command("list")
@click.option("--waiting", is_flag=True, help="Also what is still to be done.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=200, show_default=True)
@DATA
@JSON
def list_(limit: int, data: Path | None, *, waiting: bool, as_json: bool) -> None:
    """What failed, how often it was tried, and why."""
    rows = ask(load(data_dir=data), lambda c: queue.listed(c, waiting=waiting, limit=limit))
    columns = ("kind", "id", "name", "state", "attempts", "due_at", "workspace", "why")
    show(rows, columns, as_json=as_json)


@jobs.command()
@click.argument("ids", nargs=-1)
@click.option("--all", "every", is_flag=True, help="All that failed.")
@DATA
@JSON
def retry(ids: tuple[str, ...], data: Path | None, *, every: bool, as_json: bool) -> None:
    """Try these again (by the id that `list` shows), or all."""
    if bool(ids) == every:
        raise click.UsageError("Name what to retry, or all of it with --all.")
    count = ask(load(data_dir=data), lambda c: queue.retry(c, None if every else list(ids)))
    if not count and ids:
        raise click.ClickException("None of these failed. `guanxi jobs list` shows what did.")
    show([{"retried": count}], ("retried",), as_json=as_json)

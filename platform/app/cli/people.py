"""`guanxi user`: people, from outside."""

from pathlib import Path

import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON, as_app, ask
from app.operating import people
from kernel.settings import load


@click.group()
def user() -> None:
    """Find people, let them in again, vouch for their address."""


@user.command("list")
@click.option("--email", help="Only this one.")
@click.option("--workspace", metavar="SLUG", help="Only its members.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@DATA
@JSON
def list_(
    email: str | None, workspace: str | None, limit: int, data: Path | None, *, as_json: bool
) -> None:
    """People and where they belong."""
    rows = ask(
        load(data_dir=data),
        lambda c: people.listed(c, email=email, workspace=workspace, limit=limit),
    )
    columns = ("email", "name", "verified", "second_factor", "workspaces", "created_at")
    show(rows, columns, as_json=as_json)


@user.command("reset-password")
@click.argument("email")
@DATA
@JSON
def reset_password(email: str, data: Path | None, *, as_json: bool) -> None:
    """Print a link, good for an hour and once, by which they set a new password.

    Hand it over by a way that you trust: whoever opens it has the account.
    """
    settings = load(data_dir=data)
    path = as_app(settings, lambda database: people.reset_link(database, email))
    show([{"email": email, "link": f"{settings.url}{path}"}], ("email", "link"), as_json=as_json)


@user.command()
@click.argument("email")
@DATA
@JSON
def verify(email: str, data: Path | None, *, as_json: bool) -> None:
    """Vouch that the address is theirs, where the letter does not arrive."""
    as_app(load(data_dir=data), lambda database: people.verify(database, email))
    show([{"email": email, "verified": True}], ("email", "verified"), as_json=as_json)

"""`guanxi operator`: who may sign in to the console at /operator."""

from pathlib import Path

import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON, ask
from app.operating import operators
from kernel import secret
from kernel.settings import Settings, load


@click.group()
def operator() -> None:
    """Operators of the console: who they are, new ones, and an end."""


@operator.command("list")
@DATA
@JSON
def list_(data: Path | None, *, as_json: bool) -> None:
    """All of them, and when they were last at work."""
    rows = ask(load(data_dir=data), operators.listed)
    show(rows, ("email", "ready", "created_at", "last_at", "closed_at"), as_json=as_json)


@operator.command()
@click.argument("email")
@DATA
@JSON
def add(email: str, data: Path | None, *, as_json: bool) -> None:
    """A new operator: prints the link by which they set themselves up, within a day and once."""
    settings = _ready(data)
    _link(settings, email, ask(settings, lambda c: operators.add(c, email)), as_json=as_json)


@operator.command()
@click.argument("email")
@DATA
@JSON
def reset(email: str, data: Path | None, *, as_json: bool) -> None:
    """Another link, for whoever lost password or telephone."""
    settings = _ready(data)
    _link(settings, email, ask(settings, lambda c: operators.reset(c, email)), as_json=as_json)


@operator.command()
@click.argument("email")
@DATA
@JSON
def close(email: str, data: Path | None, *, as_json: bool) -> None:
    """No operator any more, at once."""
    ask(load(data_dir=data), lambda c: operators.close(c, email))
    show([{"email": email, "closed": True}], ("email", "closed"), as_json=as_json)


def _ready(data: Path | None) -> Settings:
    settings = load(data_dir=data)
    secret.use(settings.encryption_keys())
    return settings


def _link(settings: Settings, email: str, path: str, *, as_json: bool) -> None:
    row = {"email": email, "link": f"{settings.url.rstrip('/')}{path}"}
    if as_json:
        show([row], (), as_json=True)
    else:
        click.echo(f"{email} sets themselves up here, within a day:\n{row['link']}")

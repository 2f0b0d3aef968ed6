"""`guanxi models`: which model reads the texts, and whether another one would fit."""

import os
from pathlib import Path

import msgspec
import rich_click as click

from app.cli.common import show
from app.cli.tenants import DATA, JSON
from kernel.settings import load
from search.dense.models import KNOWN, dense_is_possible, model_named
from search.dense.trying import tried


@click.group()
def models() -> None:
    """Models for search by meaning."""


@models.command("list")
@DATA
@JSON
def list_(data: Path | None, *, as_json: bool) -> None:
    """Those that are known to fit, and the one that is set."""
    chosen = load(data_dir=data).embedding_model
    names = dict.fromkeys([*KNOWN, chosen])
    rows = [{"model": name, "set": "yes" if name == chosen else ""} for name in names]
    show(rows, ("model", "set"), as_json=as_json)


@models.command()
@click.argument("name")
@JSON
def add(name: str, *, as_json: bool) -> None:
    """Fetch a model by its hub NAME, or take a folder, and say whether it fits and what it reads.

    Texts are read anew by the worker once the setting is changed; meanwhile both models answer.
    """
    if not dense_is_possible():
        raise click.ClickException("Search by meaning is not installed: see deploy/README.md.")
    place = os.path.realpath(name) if os.path.isdir(name) else name  # noqa: PTH112 -- or a hub name
    try:
        found = tried(model_named(place))
    except Exception as error:
        raise click.ClickException(f"{name} does not fit: {error}") from error
    if as_json:
        click.echo(msgspec.json.encode(found))
        return
    reads = ", ".join(language for language, able in found.reads.items() if able) or "neither"
    click.echo(f"{place} fits. Of English and Chinese it reads: {reads}; {found.ms} ms a note.")
    click.echo(f"Set GUANXI_EMBEDDING_MODEL={place} for all processes and start them again.")

"""`guanxi migrate`: bring a database to this version's tables, roles and functions."""

import asyncio

import rich_click as click

from app import schema
from app.databases import database
from kernel.settings import load


@click.command()
def migrate() -> None:
    """Bring the database up to date. Safe while the version before still serves.

    Needs GUANXI_OWNER_DATABASE_URL (a role that may create roles and extensions), or the
    embedded database.
    """
    settings = load()
    with database(settings) as addresses:
        asyncio.run(schema.migrate(addresses.admin, settings))
    click.echo("The database is up to date.")

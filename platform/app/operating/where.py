"""Where an operator's commands go: past the walls, to whichever database there is."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from app import schema
from app.databases import database
from app.seed.where import restore_dsn
from kernel.errors import NotFound
from kernel.settings import Settings


@contextmanager
def operator_dsn(settings: Settings, *, make: bool = False) -> Iterator[str]:
    """The address of the role that reads past row-level security; `make` a database first."""
    embedded = settings.database_url is None
    if make and embedded and not (settings.data_dir / "postgres.password").exists():
        with database(settings) as addresses:
            asyncio.run(schema.migrate(addresses.admin, settings))
            yield addresses.restore
        return
    with restore_dsn(settings) as dsn:
        yield dsn


def unknown(slug: str) -> NotFound:
    """No workspace has that place in addresses."""
    return NotFound(f"There is no workspace {slug}. `guanxi tenant list` shows them.")

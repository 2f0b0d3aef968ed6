"""What operator commands share: where the database is, and errors told in a sentence."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import rich_click as click

from app import schema
from app.backup.plan import CannotRestore
from app.databases import database
from app.seed.where import NoDatabase, restore_dsn
from kernel.embedded_cluster import EmbeddedError
from kernel.errors import Refused
from kernel.settings import Misconfigured, Settings


@contextmanager
def told() -> Iterator[None]:
    """What went wrong, as a sentence and exit code 1, not as a traceback."""
    try:
        yield
    except (CannotRestore, EmbeddedError, Misconfigured, NoDatabase, Refused) as error:
        raise click.ClickException(str(error)) from error
    except asyncpg.UndefinedTableError as error:
        message = "The database has no tables yet. Run `guanxi migrate` first."
        raise click.ClickException(message) from error
    except asyncpg.PostgresError as error:
        raise click.ClickException(f"The database refused: {error}") from error
    except (OSError, TimeoutError) as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from error


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

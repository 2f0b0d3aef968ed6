"""Which PostgreSQL, and as whom: embedded by default, the operator's if one is named."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec

from app.schema import role_dsn
from kernel import rls
from kernel.embedded import EmbeddedPostgres
from kernel.settings import Misconfigured, Settings


class Addresses(msgspec.Struct, frozen=True):
    """The same database for each role; `admin` may make roles and extensions."""

    admin: str
    app: str
    worker: str
    restore: str
    # Starts our own server again if it has died; nothing where the server is the operator's.
    keep: Callable[[], object] = bool


@contextmanager
def database(settings: Settings) -> Iterator[Addresses]:
    """The addresses, with the embedded server running for as long as the block lasts."""
    named = settings.owner_database_url or settings.database_url
    if named is not None:
        yield addresses(named, settings)
        return
    with EmbeddedPostgres(settings.data_dir, pg_bin=settings.pg_bin) as server:
        yield msgspec.structs.replace(addresses(server.dsn, settings), keep=server.start)


def addresses(admin: str, settings: Settings) -> Addresses:
    """The addresses beside an administrator's."""
    return Addresses(
        admin,
        role_dsn(admin, rls.APP, settings),
        role_dsn(admin, rls.WORKER, settings),
        role_dsn(admin, rls.RESTORE, settings),
    )


def server_dsn(settings: Settings, role: str = rls.APP) -> str:
    """Where a server connects: as its own role, unless the address names one."""
    if settings.database_url is None:
        msg = "GUANXI_DATABASE_URL is not set. `guanxi up` runs everything on an embedded database."
        raise Misconfigured(msg)
    if urlsplit(settings.database_url).username is None:
        return role_dsn(settings.database_url, role, settings)
    return settings.database_url

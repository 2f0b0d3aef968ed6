"""Where to load to: the configured database, or the embedded one, running or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from app.schema import role_dsn
from kernel import rls
from kernel.embedded import EmbeddedPostgres
from kernel.embedded_cluster import SUPERUSER
from kernel.settings import Settings

_PORT_LINE = 3


class NoDatabase(Exception):
    """There is nothing to load into; the message says what to do."""


@contextmanager
def restore_dsn(settings: Settings) -> Iterator[str]:
    """The address for the role that may copy past row-level security."""
    if settings.database_url:
        yield role_dsn(settings.database_url, rls.RESTORE, settings)
        return
    if not (settings.data_dir / "postgres.password").exists():
        raise NoDatabase(
            f"There is no database in {settings.data_dir}. Run `guanxi up` once,"
            " or name the folder with --data."
        )
    if address := _running(settings):
        yield role_dsn(address, rls.RESTORE, settings)
        return
    with EmbeddedPostgres(settings.data_dir, pg_bin=settings.pg_bin) as server:
        yield role_dsn(server.dsn, rls.RESTORE, settings)


def _running(settings: Settings) -> str | None:
    """The address of a server that another process of ours runs in this folder."""
    try:
        lines = (settings.data_dir / "postgres/cluster/postmaster.pid").read_text().splitlines()
        port = int(lines[_PORT_LINE])
    except (OSError, IndexError, ValueError):
        return None
    return f"postgresql://{quote(SUPERUSER)}@127.0.0.1:{port}/postgres"

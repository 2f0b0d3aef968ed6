"""The migrations lead to exactly the tables that the models describe.

python deploy/migrations_check.py
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from app import schema
from kernel.embedded import EmbeddedPostgres
from kernel.settings import Settings, load


def main() -> int:
    with tempfile.TemporaryDirectory(dir=made_files(), ignore_cleanup_errors=True) as folder:
        settings = load({}, data_dir=Path(folder))
        server = EmbeddedPostgres(settings.data_dir, durable=False)
        try:
            return compare(server.start(), settings)
        finally:
            server.destroy()


def compare(dsn: str, settings: Settings) -> int:
    """Migrate an empty database, then ask Alembic what it would still change: nothing."""
    asyncio.run(schema.migrate(dsn, settings))
    config = schema.alembic(dsn, settings)
    heads = ScriptDirectory.from_config(config).get_heads()
    if len(heads) != 1:
        print(f"There must be one newest revision, not {len(heads)}: {', '.join(heads)}")
        return 1
    try:
        command.check(config)
    except CommandError as difference:
        print(difference)
        return 1
    return 0


def made_files() -> Path:
    """Beside the checkout's other made files, where an ordinary user can go if the checkout is."""
    folder = Path(__file__).resolve().parent.parent / ".dev"
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())

"""A new revision from what the models say beyond the last one; read it before it is committed.

python deploy/migrations_make.py "Vehicles"
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from migrations_check import made_files

from app import schema
from kernel.embedded import EmbeddedPostgres
from kernel.settings import load


def main(words: list[str]) -> int:
    if len(words) != 1:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory(dir=made_files(), ignore_cleanup_errors=True) as folder:
        settings = load({}, data_dir=Path(folder))
        server = EmbeddedPostgres(settings.data_dir, durable=False)
        try:
            dsn = server.start()
            asyncio.run(schema.upgrade(dsn, settings))
            config = schema.alembic(dsn, settings)
            number = sum(1 for _ in ScriptDirectory.from_config(config).walk_revisions()) + 1
            command.revision(config, words[0], autogenerate=True, rev_id=f"{number:04}")
        finally:
            server.destroy()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

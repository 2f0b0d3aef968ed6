"""What operator commands share: how they speak, and errors told in a sentence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import asyncpg
import msgspec
import rich_click as click
from rich.cells import cell_len

from app.backup.plan import CannotRestore
from app.seed.where import NoDatabase
from kernel.embedded_cluster import EmbeddedError
from kernel.errors import Refused
from kernel.settings import Misconfigured


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


def show(rows: Sequence[Any], columns: Sequence[str], *, as_json: bool) -> None:
    """Print rows for a reader, or one JSON document."""
    plain = [msgspec.to_builtins(row) for row in rows]
    if as_json:
        click.echo(msgspec.json.encode(plain))
        return
    cells = [[name.replace("_", " ") for name in columns]]
    cells += [[_cell(row[name]) for name in columns] for row in plain]
    widths = [max(cell_len(row[i]) for row in cells) for i in range(len(columns))]
    for row in cells:
        line = (
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        )
        click.echo("  ".join(line).rstrip())


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)

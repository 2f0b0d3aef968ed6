"""`guanxi seed`: believable firms to look at, to show, and to measure with."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import asyncpg
import msgspec
import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.seed.load import Loaded, World, load
from app.seed.size import SIZES
from app.seed.where import NoDatabase, restore_dsn
from app.seed.world import DEMO_EMAIL, DEMO_PASSWORD, LANGUAGES
from kernel import clock, secret
from kernel.embedded_cluster import EmbeddedError
from kernel.settings import Misconfigured
from kernel.settings import load as load_settings
from tenants.people.passwords import hashed


@click.command("seed")
@click.option("--size", type=click.Choice(SIZES), default="small", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="both", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another number, other firms.")
@click.option("--processes", type=click.IntRange(1, 16), default=2, show_default=True)
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was loaded as JSON.")
def seed(
    size: str, language: str, seed: int, processes: int, data: Path | None, *, as_json: bool
) -> None:
    """Fill the database with made-up firms: 3 small ones, 10, or 200 of very different size.

    Run again after an interruption, it goes on with the workspaces that are missing.
    """
    world = World(size, language, seed, clock.now())
    try:
        settings = load_settings(data_dir=data)
        with restore_dsn(settings) as dsn:
            secret.use(settings.encryption_keys())
            loaded = run(dsn, world, processes=processes, quiet=as_json)
    except (EmbeddedError, Misconfigured, NoDatabase, OSError) as error:
        raise click.ClickException(str(error)) from error
    except asyncpg.UndefinedTableError as error:
        message = "The database has no tables yet. Run `guanxi migrate` first."
        raise click.ClickException(message) from error
    except asyncpg.PostgresError as error:
        raise click.ClickException(f"The database refused: {error}") from error
    if as_json:
        click.echo(msgspec.json.encode(loaded).decode())
        return
    click.echo(
        f"{loaded.workspaces} workspaces, {loaded.contacts:,} contacts, "
        f"{loaded.activities:,} activities in {loaded.seconds} s; "
        f"{loaded.skipped} were there already."
    )
    click.echo(f"Sign in as {DEMO_EMAIL} with {DEMO_PASSWORD}")


def run(dsn: str, world: World, *, processes: int = 1, quiet: bool = False) -> Loaded:
    """Load the world, with a progress bar on the error stream unless `quiet`."""
    columns = (
        TextColumn("Writing two years of work"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("activities", total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return asyncio.run(_load(dsn, world, processes, progress))


async def _load(
    dsn: str, world: World, processes: int, progress: Callable[[int, int], None]
) -> Loaded:
    # One hash for everybody made up: hashing each would take longer than all the rest.
    password = await hashed(DEMO_PASSWORD)
    few = 1 if world.size == "small" else processes
    return await load(dsn, world, password, processes=few, progress=progress)

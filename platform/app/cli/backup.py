"""`guanxi backup` and `guanxi restore`: everything in one file, and back."""

import asyncio
import json
from pathlib import Path

import rich_click as click

from app.backup.plan import key_marks
from app.backup.restoring import restore as restore_all
from app.backup.saving import back_up
from app.backup.workspace import restore_workspace
from app.cli.common import told
from app.operating.where import operator_dsn
from kernel.settings import load

_DATA = click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="Folder of the data."
)
_KEYS = (
    "The backup was made under other keys: second factors in it open only with those."
    " Add them to GUANXI_SECRET_KEYS, after the present one, and run `guanxi migrate`."
)


@click.command()
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File."
)
@_DATA
@click.option("--json", "as_json", is_flag=True, help="Print what it holds as JSON.")
def backup(target: Path, data: Path | None, *, as_json: bool) -> None:
    """Write the database and the files to one file, while the product goes on.

    The secret keys are not in it. Keep them too, and elsewhere.
    """
    settings = load(data_dir=data)
    with told(), operator_dsn(settings) as dsn:
        manifest = asyncio.run(back_up(settings, dsn, target.absolute(), _progress))
    size = target.stat().st_size
    if as_json:
        said = {"file": str(target), "bytes": size, "revision": manifest.revision}
        click.echo(json.dumps({**said, "rows": manifest.rows, "files": manifest.files}))
        return
    click.echo(f"{manifest.rows:,} rows and {manifest.files:,} files in {target} ({size:,} bytes).")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--workspace", metavar="SLUG", help="Only this one, into a living deployment.")
@click.option("--as", "new_slug", metavar="SLUG", help="Bring it back as a copy of this name.")
@click.option("--force", is_flag=True, help="Replace all that is there.")
@_DATA
@click.option("--json", "as_json", is_flag=True, help="Print what came back as JSON.")
def restore(
    source: Path,
    workspace: str | None,
    new_slug: str | None,
    data: Path | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Put a backup back: all of it into an empty database, or one workspace into a full one.

    Every byte is compared with its checksum before anything is written.
    """
    if workspace is None and new_slug is not None:
        raise click.UsageError("--as names a copy of one workspace: say which by --workspace.")
    if workspace is not None and force:
        raise click.UsageError("--force replaces everything; it does not go with --workspace.")
    settings = load(data_dir=data)
    with told(), operator_dsn(settings, make=workspace is None) as dsn:
        if workspace is not None:
            one = asyncio.run(
                restore_workspace(settings, dsn, source, workspace, _progress, new_slug=new_slug)
            )
            said = {"slug": one.slug, "id": str(one.id), "rows": one.rows, "files": one.files}
            sentence = f"{workspace} is back as {one.slug}: {one.rows:,} rows, {one.files:,} files."
        else:
            all_of_it = asyncio.run(restore_all(settings, dsn, source, _progress, force=force))
            said = {"rows": all_of_it.rows, "files": all_of_it.files}
            sentence = f"{all_of_it.rows:,} rows and {all_of_it.files:,} files are back."
            if not set(all_of_it.keys) & set(key_marks(settings)):
                click.echo(_KEYS, err=True)
    click.echo(json.dumps(said) if as_json else sentence)


def _progress(step: str) -> None:
    click.echo(f"  {step}", err=True)
